import { useEffect, useState } from 'preact/hooks';
import type { NodeSearch } from '../engine/engine-contract.ts';
import type { PanelModel } from '../model/panel-model.ts';
import { Icon } from './icon.tsx';

export interface TreeSearchProps {
  readonly model: PanelModel;
  /** The message's. */
  readonly row: number;
  readonly layer: number;
  readonly onFound: (node: number) => void;
}

const nothing: NodeSearch = { nodes: [], isCapped: false };

/** Finds keys and values in a layer: Enter goes to the next, Shift+Enter back. */
export function TreeSearch({ model, row, layer, onFound }: TreeSearchProps) {
  const texts = model.texts.value;
  const format = model.format.value;
  const [text, setText] = useState('');
  const [found, setFound] = useState<NodeSearch>(nothing);
  const [at, setAt] = useState(0);

  useEffect(() => {
    setFound(nothing);
    setAt(0);
    if (text === '') return;
    const search = new AbortController();
    void model.engine
      .ask('searchNodes', { row, layer, text }, { signal: search.signal })
      .then((answer) => {
        if (search.signal.aborted) return;
        setFound(answer);
        const [first] = answer.nodes;
        if (first !== undefined) onFound(first);
      });
    return () => search.abort();
  }, [row, layer, text]);

  const step = (by: number): void => {
    const { length } = found.nodes;
    if (length === 0) return;
    const next = (at + by + length) % length;
    setAt(next);
    const node = found.nodes[next];
    if (node !== undefined) onFound(node);
  };
  const total = `${format.count(found.nodes.length)}${found.isCapped ? '+' : ''}`;
  return (
    <div class="tree-search">
      <input
        type="search"
        aria-label={texts.findInMessage}
        placeholder={texts.findInMessage}
        spellcheck={false}
        value={text}
        onInput={(event) => setText(event.currentTarget.value)}
        onKeyDown={(event) => {
          if (event.key === 'Escape' && text !== '') setText('');
          else if (event.key === 'Enter') step(event.shiftKey ? -1 : 1);
          else return;
          event.preventDefault();
        }}
      />
      {text !== '' && (
        <>
          <span role="status">
            {found.nodes.length === 0
              ? texts.foundNothing
              : texts.foundOf(format.count(at + 1), total)}
          </span>
          <button
            type="button"
            class="quiet"
            aria-label={texts.findPrevious}
            title={texts.findPrevious}
            disabled={found.nodes.length === 0}
            onClick={() => step(-1)}
          >
            <Icon name="up" />
          </button>
          <button
            type="button"
            class="quiet"
            aria-label={texts.findNext}
            title={texts.findNext}
            disabled={found.nodes.length === 0}
            onClick={() => step(1)}
          >
            <Icon name="down" />
          </button>
        </>
      )}
    </div>
  );
}
