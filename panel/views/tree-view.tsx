import { useEffect, useRef, useState } from 'preact/hooks';
import type { NodeCopy } from '../engine/engine-contract.ts';
import type { PanelModel } from '../model/panel-model.ts';
import { canOpen, maxExpanded, type Tree, type TreeLine } from '../model/tree.ts';
import { TreeLineRow } from './tree-line.tsx';
import { VirtualRows, type VirtualRowsControl } from './virtual-rows.tsx';

/** px; the same in message-view.css. */
const rowHeight = 20;

export interface TreeViewProps {
  readonly model: PanelModel;
  /** The message's. */
  readonly row: number;
  readonly tree: Tree;
  /** The line that the keyboard stands on. */
  readonly active: number;
  readonly onActive: (at: number) => void;
}

/** The tree of a layer, of which only the lines in sight are drawn. */
export function TreeView({ model, row, tree, active, onActive }: TreeViewProps) {
  const texts = model.texts.value;
  const lines = tree.lines.value;
  const control = useRef<VirtualRowsControl | null>(null);
  const [isCut, setIsCut] = useState(false);
  useEffect(() => control.current?.scrollTo(active), [active]);
  // Where the keyboard stands now: the tree is drawn once a frame, and keys can come faster.
  const now = useRef(active);
  now.current = active;
  const moveTo = (at: number): void => {
    now.current = Math.min(Math.max(0, at), tree.lines.peek().length - 1);
    onActive(now.current);
  };
  const copy = async (line: TreeLine, what: keyof NodeCopy): Promise<void> => {
    if (line.kind !== 'node') return;
    const { layer, node } = line.row;
    const copies = await model.engine.ask('nodeCopy', { row, layer, node });
    await model.copyToClipboard(copies[what]);
  };
  const expand = async (at: number): Promise<void> => setIsCut(!(await tree.expandAll(at)));
  const onKeyDown = (event: KeyboardEvent): void => {
    const lines = tree.lines.peek();
    const active = now.current;
    const line = lines[active];
    if (line === undefined) return;
    if (
      (event.ctrlKey || event.metaKey) &&
      event.key.toLowerCase() === 'c' &&
      getSelection()?.isCollapsed !== false
    )
      void copy(line, event.shiftKey ? 'path' : 'value');
    else if (event.key === '*') void expand(active);
    else if (!moveByKey(event.key, tree, lines, active, moveTo, control.current?.rowsInSight ?? 10))
      return;
    event.preventDefault();
  };
  return (
    <>
      <div
        class="tree"
        role="tree"
        aria-label={texts.tree}
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
                texts={texts}
                format={model.format.value}
                onChoose={() => onActive(first + index)}
                onToggle={() => {
                  onActive(first + index);
                  toggle(tree, line, first + index);
                }}
                onExpand={() => void expand(first + index)}
                onCopy={(what) => void copy(line, what)}
              />
            ))
          }
        />
      </div>
      {isCut && (
        <p class="message-note" role="status">
          {texts.expandedPart(model.format.value.count(maxExpanded))}
        </p>
      )}
    </>
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
      else if (line.kind === 'more' || canOpen(line.row)) toggle(tree, line, active);
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
