import type { NodeCopy, TreeRow } from '../engine/engine-contract.ts';
import type { Format } from '../model/format.ts';
import type { Texts } from '../model/texts/texts.ts';
import { canOpen, type TreeLine } from '../model/tree.ts';
import { Icon } from './icon.tsx';

export interface TreeLineRowProps {
  readonly id: string;
  readonly line: TreeLine;
  readonly isActive: boolean;
  readonly texts: Texts;
  readonly format: Format;
  readonly onChoose: () => void;
  readonly onToggle: () => void;
  readonly onExpand: () => void;
  readonly onCopy: (what: keyof NodeCopy) => void;
}

export function TreeLineRow({
  id,
  line,
  isActive,
  texts,
  format,
  onChoose,
  onToggle,
  onExpand,
  onCopy,
}: TreeLineRowProps) {
  const hasInside = line.kind === 'node' && canOpen(line.row);
  return (
    <div
      id={id}
      class="tree-row"
      role="treeitem"
      aria-level={line.depth + 1}
      aria-expanded={hasInside ? line.isOpen : undefined}
      aria-selected={isActive}
      style={{ paddingInlineStart: `${6 + line.depth * 14}px` }}
      onClick={line.kind === 'more' || line.row.childCount > 0 ? onToggle : onChoose}
    >
      <span
        class="twisty"
        onClick={(event) => {
          event.stopPropagation();
          onToggle();
        }}
      >
        {hasInside && <Icon name="twisty" />}
      </span>
      {line.kind === 'more' ? (
        <span class="value more">{texts.moreChildren(format.count(line.count))}</span>
      ) : (
        <NodeText line={line} texts={texts} format={format} />
      )}
      {line.kind === 'node' && (
        <>
          {line.row.childCount > 0 && (
            <LineButton text={texts.expandAll} isActive={isActive} onClick={onExpand} />
          )}
          <LineButton text={texts.copyValue} isActive={isActive} onClick={() => onCopy('value')} />
          <LineButton text={texts.copyPath} isActive={isActive} onClick={() => onCopy('path')} />
          <LineButton text={texts.copyJson} isActive={isActive} onClick={() => onCopy('json')} />
          <LineButton text={texts.copyHex} isActive={isActive} onClick={() => onCopy('hex')} />
        </>
      )}
    </div>
  );
}

function NodeText({
  line,
  texts,
  format,
}: {
  readonly line: Extract<TreeLine, { kind: 'node' }>;
  readonly texts: Texts;
  readonly format: Format;
}) {
  const { row, decodedAs } = line;
  return (
    <>
      {decodedAs !== null && <span class="opened-as">{decodedAs}</span>}
      <Label row={row} />
      <span class={`value ${row.kind}`}>
        {valueText(row, texts, format)}
        {row.note !== null && <span class="note"> {row.note}</span>}
      </span>
      {row.opensAs !== null && !line.isOpen && <span class="opened-as">{row.opensAs}</span>}
      {row.type !== null && <span class="type">{row.type}</span>}
    </>
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

function LineButton({
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
    case 'bytes':
      return row.text === '' ? '<>' : `<${row.text}${row.isCut ? '…' : ''}>`;
    default:
      return row.text;
  }
}
