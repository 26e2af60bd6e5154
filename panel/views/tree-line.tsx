import type { TreeRow } from '../engine/engine-contract.ts';
import type { Format } from '../model/format.ts';
import type { Texts } from '../model/texts/texts.ts';
import type { TreeLine } from '../model/tree.ts';
import { Icon } from './icon.tsx';

export interface TreeLineRowProps {
  readonly id: string;
  readonly line: TreeLine;
  readonly isActive: boolean;
  readonly texts: Texts;
  readonly format: Format;
  readonly onToggle: () => void;
  readonly onCopy: (what: 'path' | 'value') => void;
}

export function TreeLineRow({
  id,
  line,
  isActive,
  texts,
  format,
  onToggle,
  onCopy,
}: TreeLineRowProps) {
  const hasChildren = line.kind === 'node' && line.row.childCount > 0;
  return (
    <div
      id={id}
      class="tree-row"
      role="treeitem"
      aria-level={line.depth + 1}
      aria-expanded={hasChildren ? line.isOpen : undefined}
      aria-selected={isActive}
      style={{ paddingInlineStart: `${6 + line.depth * 14}px` }}
      onClick={onToggle}
    >
      <span class="twisty">{hasChildren && <Icon name="twisty" />}</span>
      {line.kind === 'more' ? (
        <span class="value more">{texts.moreChildren(format.count(line.count))}</span>
      ) : (
        <>
          <Label row={line.row} />
          <span class={`value ${line.row.kind}`}>{valueText(line.row, texts, format)}</span>
          <CopyButton text={texts.copyValue} isActive={isActive} onClick={() => onCopy('value')} />
          <CopyButton text={texts.copyPath} isActive={isActive} onClick={() => onCopy('path')} />
        </>
      )}
    </div>
  );
}

function Label({ row }: { readonly row: TreeRow }) {
  if (row.key !== null) {
    return (
      <>
        <span class="key">{row.key}</span>
        {': '}
      </>
    );
  }
  return row.index < 0 ? null : <span class="index">{`${row.index}: `}</span>;
}

function CopyButton({
  text,
  isActive,
  onClick,
}: {
  readonly text: string;
  readonly isActive: boolean;
  readonly onClick: () => void;
}) {
  return (
    <button
      type="button"
      class="quiet"
      tabIndex={isActive ? 0 : -1}
      onClick={(event) => {
        event.stopPropagation();
        onClick();
      }}
    >
      {text}
    </button>
  );
}

function valueText(row: TreeRow, texts: Texts, format: Format): string {
  switch (row.kind) {
    case 'object':
      return `{${row.childCount === 0 ? '' : texts.keys(format.count(row.childCount), row.childCount)}}`;
    case 'array':
      return `[${row.childCount === 0 ? '' : texts.items(format.count(row.childCount), row.childCount)}]`;
    case 'string':
      return `"${row.text}${row.isCut ? '…' : ''}"`;
    default:
      return row.text;
  }
}
