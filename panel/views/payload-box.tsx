import type { RefObject } from 'preact';

export interface PayloadBoxProps {
  readonly label: string;
  readonly placeholder: string;
  readonly text: string;
  readonly isWrong: boolean;
  readonly describedBy: string;
  readonly box?: RefObject<HTMLTextAreaElement | null>;
  readonly onWrite: (text: string) => void;
  readonly onSend: () => void;
}

/** A plain box for a payload, which Ctrl+Enter sends. */
export function PayloadBox(props: PayloadBoxProps) {
  const { label, placeholder, text, isWrong, describedBy, box, onWrite, onSend } = props;
  return (
    <textarea
      {...(box && { ref: box })}
      aria-label={label}
      placeholder={placeholder}
      aria-invalid={isWrong}
      aria-describedby={describedBy}
      spellcheck={false}
      value={text}
      onInput={(event) => onWrite(event.currentTarget.value)}
      onKeyDown={(event) => {
        if (event.key !== 'Enter' || !(event.ctrlKey || event.metaKey)) return;
        event.preventDefault();
        onSend();
      }}
    />
  );
}
