import { useEffect, useMemo, useRef, useState } from 'preact/hooks';
import type { LayerSummary, MessageDetail, NodeStep, TreeRow } from '../engine/engine-contract.ts';
import type { PanelModel } from '../model/panel-model.ts';
import { createTree } from '../model/tree.ts';
import { type ByteRange, HexView } from './hex-view.tsx';
import { LayerChips } from './layer-chips.tsx';
import { Picture } from './picture.tsx';
import { Splitter } from './splitter.tsx';
import { TextView } from './text-view.tsx';
import { TreeSearch } from './tree-search.tsx';
import { TreeView } from './tree-view.tsx';

/** What the bytes mean, layer by layer, as far as decoders know them. */
export function DecodedView({
  model,
  message,
}: {
  readonly model: PanelModel;
  readonly message: MessageDetail;
}) {
  const texts = model.texts.value;
  const { layers, isWaiting } = message.decoded;
  const [wanted, setWanted] = useState<number | null>(null);
  const shown = wanted !== null && wanted < layers.length ? wanted : bestLayer(layers);
  const layer = layers[shown];
  /** Set by the tree that is shown. */
  const goTo = useRef<((node: number) => void) | null>(null);
  // Another set of layers is shown from its best one on.
  const names = layers.map(({ decoder }) => decoder).join();
  useEffect(() => setWanted(null), [names]);
  return (
    <>
      <div class="decoded-bar">
        <LayerChips model={model} message={message} shown={shown} onShow={setWanted} />
        {layer !== undefined && layer.root !== null && (
          <TreeTools model={model} row={message.row} layer={layer.id} goTo={goTo} />
        )}
      </div>
      {isWaiting && <p class="message-note">{texts.decodingWaits}</p>}
      {layers
        .filter(({ failure }) => failure !== null)
        .map(({ id, label, failure }) => (
          <p key={id} class="message-note">
            {texts.decodeFailed(label, texts.reason(failure?.reason ?? ''))}
          </p>
        ))}
      {layer === undefined ? (
        <Undecoded model={model} message={message} hasLayers={layers.length > 0} />
      ) : (
        <LayerView
          key={`${message.row}.${layer.id}.${layer.decoder}.${layer.byteLength}`}
          model={model}
          message={message}
          layer={layer}
          goTo={goTo}
        />
      )}
    </>
  );
}

/** By which a search outside of the tree shows what it has found. */
type GoTo = { current: ((node: number) => void) | null };

function TreeTools({
  model,
  row,
  layer,
  goTo,
}: {
  readonly model: PanelModel;
  readonly row: number;
  readonly layer: number;
  readonly goTo: GoTo;
}) {
  const texts = model.texts.value;
  const { showsBytes } = model.settings;
  return (
    <div class="tree-tools">
      <TreeSearch model={model} row={row} layer={layer} onFound={(node) => goTo.current?.(node)} />
      <button
        type="button"
        class="quiet"
        aria-pressed={showsBytes.value}
        title={texts.showBytesHint}
        onClick={() => {
          showsBytes.value = !showsBytes.value;
        }}
      >
        {texts.showBytes}
      </button>
    </div>
  );
}

/** A picture; else the innermost one that was read to its end; else the innermost of which something could be read. */
function bestLayer(layers: readonly LayerSummary[]): number {
  // Inside of an SVG there is XML, which is not what one wants to see first.
  const picture = layers.findLastIndex((layer) => layer.picture !== null);
  if (picture >= 0) return picture;
  const whole = layers.findLastIndex(({ failure }) => failure === null);
  return whole >= 0 ? whole : layers.findLastIndex(({ root }) => root !== null);
}

function Undecoded({
  model,
  message,
  hasLayers,
}: {
  readonly model: PanelModel;
  readonly message: MessageDetail;
  readonly hasLayers: boolean;
}) {
  if (!message.isBinary) return <TextView model={model} message={message} layer={null} />;
  if (hasLayers) return <HexView model={model} message={message} layer={null} />;
  const texts = model.texts.value;
  return (
    <>
      <p class="message-hint">{texts.notDecoded(model.format.value.bytes(message.size))}</p>
      <HexView model={model} message={message} layer={null} />
    </>
  );
}

function LayerView({
  model,
  message,
  layer,
  goTo,
}: {
  readonly model: PanelModel;
  readonly message: MessageDetail;
  readonly layer: LayerSummary;
  readonly goTo: GoTo;
}) {
  const texts = model.texts.value;
  const { warnings, warningCount, root } = layer;
  return (
    <>
      {warnings.length > 0 && (
        <p class="message-note">
          {warnings.map(texts.reason).join('; ')}
          {warningCount > warnings.length &&
            ` ${texts.moreWarnings(model.format.value.count(warningCount - warnings.length))}`}
        </p>
      )}
      {layer.picture !== null && (
        <Picture model={model} row={message.row} layer={layer.id} picture={layer.picture} />
      )}
      {root === null ? (
        <Undecoded model={model} message={message} hasLayers />
      ) : (
        <TreeAndBytes model={model} message={message} layer={layer} root={root} goTo={goTo} />
      )}
    </>
  );
}

interface Marked extends ByteRange {
  readonly layer: number;
}

/** The tree, and below it the bytes that it was read from; what is chosen in one is marked in the other. */
function TreeAndBytes({
  model,
  message,
  layer,
  root,
  goTo,
}: {
  readonly model: PanelModel;
  readonly message: MessageDetail;
  readonly layer: LayerSummary;
  readonly root: TreeRow;
  readonly goTo: GoTo;
}) {
  const texts = model.texts.value;
  const { row } = message;
  const tree = useMemo(() => createTree(model.engine, row, root), [model.engine, row, root]);
  const [active, setActive] = useState(0);
  const [marked, setMarked] = useState<Marked | null>(null);
  const { showsBytes, bytesShare } = model.settings;
  const reveal = useRef(0);

  const activate = (at: number): void => {
    setActive(at);
    const line = tree.lines.peek()[at];
    if (line?.kind !== 'node') return;
    const { layer: id, byteOffset, byteLength } = line.row;
    setMarked({ layer: id, start: byteOffset, end: byteOffset + byteLength });
  };
  const show = async (id: number, steps: readonly NodeStep[]): Promise<void> => {
    const mine = ++reveal.current;
    const at = await tree.reveal(id, steps);
    if (at >= 0 && mine === reveal.current) activate(at);
  };
  useEffect(() => {
    goTo.current = async (node) =>
      show(layer.id, await model.engine.ask('nodeSteps', { row, layer: layer.id, node }));
    return () => {
      goTo.current = null;
    };
  });
  const showByte = async (byte: number): Promise<void> => {
    const id = marked?.layer ?? layer.id;
    await show(id, await model.engine.ask('nodeAt', { row, layer: id, byte }));
  };
  return (
    <>
      <TreeView model={model} row={row} tree={tree} active={active} onActive={activate} />
      {showsBytes.value && (
        <>
          <Splitter
            label={texts.resizeBytes}
            orientation="horizontal"
            share={bytesShare.value}
            isFromEnd
            onShare={(share) => {
              bytesShare.value = share;
            }}
          />
          <div class="bytes-part" style={{ flexBasis: `${bytesShare.value * 100}%` }}>
            <HexView
              model={model}
              message={message}
              layer={marked?.layer ?? layer.id}
              marked={marked}
              onByte={(byte) => void showByte(byte)}
            />
          </div>
        </>
      )}
    </>
  );
}
