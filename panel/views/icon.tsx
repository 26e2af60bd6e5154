const paths = {
  record: 'M8 3a5 5 0 1 0 0 10A5 5 0 0 0 8 3Z',
  clear:
    'M8 2a6 6 0 1 0 0 12A6 6 0 0 0 8 2Zm0 1.3c1.1 0 2.1.4 2.9 1L4.3 10.900a4.700 4.700 0 0 1 3.700-7.600Zm0 9.400c-1.100 0-2.100-.4-2.900-1l6.600-6.600a4.700 4.700 0 0 1-3.700 7.600Z',
  import: 'M7.300 2h1.400v6.300l2-2 1 1L8 11 4.300 7.300l1-1 2 2V2ZM3 12.600h10V14H3v-1.400Z',
  export: 'M8 2l3.700 3.700-1 1-2-2V11H7.300V4.700l-2 2-1-1L8 2ZM3 12.600h10V14H3v-1.400Z',
  settings:
    'M2 4h7.200a2 2 0 0 1 3.600 0H14v1.300h-1.200a2 2 0 0 1-3.600 0H2V4Zm0 6.700h1.200a2 2 0 0 1 3.600 0H14V12H6.800a2 2 0 0 1-3.600 0H2v-1.300Z',
  sent: 'M8 2.500 12.500 7l-1 1-2.800-2.800V13.500H7.300V5.200L4.500 8l-1-1L8 2.500Z',
  received: 'M8 13.500 3.500 9l1-1 2.800 2.800V2.500h1.400v8.300L11.500 8l1 1L8 13.500Z',
  close:
    'm4.500 3.500 3.500 3.500 3.500-3.500 1 1L9 8l3.500 3.500-1 1L8 9l-3.500 3.500-1-1L7 8 3.500 4.500l1-1Z',
  warning: 'M8 2 15 14H1L8 2Zm-.7 5v3.500h1.400V7H7.300Zm0 4.500v1.400h1.400v-1.400H7.300Z',
  timeline:
    'M2 7.400h12v1.200H2ZM3 4h1.600v3H3ZM6 2.500h1.600V7H6ZM11 3.500h1.600V7H11ZM4.500 9h1.600v3H4.500ZM8.500 9h1.600v4.500H8.500ZM11.500 9h1.600v2h-1.600Z',
  pause: 'M4.500 3h2.300v10H4.500ZM9.200 3h2.300v10H9.200Z',
  columns:
    'M2 3h12v10H2Zm1.300 1.300v7.400h2.600V4.300Zm3.900 0v7.400h2.600V4.300Zm3.900 0v7.400h1.600V4.300Z',
  twisty: 'm6 4 4 4-4 4V4Z',
  add: 'M7.300 3h1.400v4.300H13v1.400H8.700V13H7.300V8.700H3V7.300h4.300V3Z',
  more: 'm4 6 4 4 4-4H4Z',
  up: 'm3.500 10 1 1L8 7.500l3.500 3.500 1-1L8 5.500 3.500 10Z',
  down: 'm3.500 6 1-1L8 8.500 11.500 5l1 1L8 10.500 3.500 6Z',
  info: 'M8 2a6 6 0 1 0 0 12A6 6 0 0 0 8 2Zm-.7 3h1.400v1.400H7.300V5Zm0 2.500h1.400V11H7.300V7.500Z',
} as const;

export type IconName = keyof typeof paths;

/** A picture that says nothing by itself: its neighbour or its button carries the name. */
export function Icon({ name }: { readonly name: IconName }) {
  return (
    <svg
      class={`icon icon-${name}`}
      viewBox="0 0 16 16"
      width="16"
      height="16"
      aria-hidden="true"
      focusable="false"
    >
      <path d={paths[name]} />
    </svg>
  );
}
