import { useMemo, useRef, useState } from 'preact/hooks';
import type { MessageDetail, TreeRow } from '../engine/engine-contract.ts';
import type { PanelModel } from '../model/panel-model.ts';
import { createTree, type Tree, type TreeLine } from '../model/tree.ts';
import { TextView } from './text-view.tsx';
import { TreeLineRow } from './tree-line.tsx';
import { VirtualRows, type VirtualRowsControl } from './virtual-rows.tsx';

/** What the bytes mean, as far as a decoder knows them. */
export function DecodedView({
  model,
  message,
}: {
  readonly model: PanelModel;
  readonly message: MessageDetail;
}) {
  const texts = model.texts.value;
  const { decoded } = message;
  if (decoded.kind === 'none') {
    if (message.isBinary)
      return <p class="message-hint">{texts.notDecoded(model.format.value.bytes(message.size))}</p>;
    return (
      <>
        <span class="decoded-chip">{texts.plainText}</span>
        <TextView model={model} message={message} />
      </>
    );
  }
  return (
    <>
      <span class="decoded-chip" title={texts.decodedAs(decoded.decoder)}>
        {decoded.decoder}
      </span>
      {decoded.kind === 'failed' && (
        <p class="message-note">{texts.decodeFailed(decoded.decoder, decoded.reason)}</p>
      )}
      {decoded.kind === 'tree' && decoded.warnings.length > 0 && (
        <p class="message-note">
          {decoded.warnings.join('; ')}
          {decoded.warningCount > decoded.warnings.length &&
            ` ${texts.moreWarnings(model.format.value.count(decoded.warningCount - decoded.warnings.length))}`}
        </p>
      )}
      {decoded.root === null ? (
        <TextView model={model} message={message} />
      ) : (
        <TreeView key={message.row} model={model} row={message.row} root={decoded.root} />
      )}
    </>
  );
}

/** px; the same in message-view.css. */
const rowHeight = 20;

function TreeView({
  model,
  row,
  root,
}: {
  readonly model: PanelModel;
  readonly row: number;
  readonly root: TreeRow;
}) {
  const tree = useMemo(() => createTree(model.engine, row, root), [row]);
  const lines = tree.lines.value;
  const [active, setActive] = useState(0);
  const control = useRef<VirtualRowsControl | null>(null);
  const moveTo = (at: number): void => {
    const next = Math.min(Math.max(0, at), lines.length - 1);
    setActive(next);
    control.current?.scrollTo(next);
  };
  const copy = async (line: TreeLine, what: 'path' | 'value'): Promise<void> => {
    if (line.kind !== 'node') return;
    const place = await model.engine.ask('nodePath', { row, node: line.row.node });
    await model.copyToClipboard(place[what]);
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    const line = lines[active];
    if (line === undefined) return;
    if (
      (event.ctrlKey || event.metaKey) &&
      event.key.toLowerCase() === 'c' &&
      getSelection()?.isCollapsed !== false
    )
      void copy(line, event.shiftKey ? 'path' : 'value');
    else if (!moveByKey(event.key, tree, lines, active, moveTo, control.current?.rowsInSight ?? 10))
      return;
    event.preventDefault();
  };
  return (
    <div
      class="tree"
      role="tree"
      aria-label={model.texts.value.tree}
      tabIndex={0}
      aria-activedescendant={`node-${active}`}
      onKeyDown={onKeyDown}
    >
      <VirtualRows
        rowCount={lines.length}
        rowHeight={rowHeight}
        role="presentation"
        control={control}
        render={({ first, count }) =>
          lines.slice(first, first + count).map((line, index) => (
            <TreeLineRow
              key={first + index}
              id={`node-${first + index}`}
              line={line}
              isActive={first + index === active}
              texts={model.texts.value}
              format={model.format.value}
              onToggle={() => {
                setActive(first + index);
                toggle(tree, line, first + index);
              }}
              onCopy={(what) => void copy(line, what)}
            />
          ))
        }
      />
    </div>
  );
}

function toggle(tree: Tree, line: TreeLine, at: number): void {
  if (line.kind === 'more') void tree.more(at);
  else if (line.isOpen) tree.close(at);
  else void tree.open(at);
}

/** The keys of a tree. @see https://www.w3.org/WAI/ARIA/apg/patterns/treeview/ */
function moveByKey(
  key: string,
  tree: Tree,
  lines: readonly TreeLine[],
  active: number,
  moveTo: (at: number) => void,
  page: number,
): boolean {
  const line = lines[active];
  if (line === undefined) return false;
  const isOpen = line.kind === 'node' && line.isOpen;
  switch (key) {
    case 'ArrowDown':
      moveTo(active + 1);
      return true;
    case 'ArrowUp':
      moveTo(active - 1);
      return true;
    case 'PageDown':
      moveTo(active + page);
      return true;
    case 'PageUp':
      moveTo(active - page);
      return true;
    case 'Home':
      moveTo(0);
      return true;
    case 'End':
      moveTo(lines.length - 1);
      return true;
    case 'Enter':
    case ' ':
      toggle(tree, line, active);
      return true;
    case 'ArrowRight':
      if (isOpen) moveTo(active + 1);
      else toggle(tree, line, active);
      return true;
    case 'ArrowLeft':
      if (isOpen) tree.close(active);
      else
        moveTo(
          Math.max(
            0,
            lines.slice(0, active).findLastIndex(({ depth }) => depth < line.depth),
          ),
        );
      return true;
    default:
      return false;
  }
}
