import { useEffect, useId, useRef, useState } from 'preact/hooks';
import type {
  DecoderChoice,
  DecoderChoices,
  LayerSummary,
  MessageDetail,
} from '../engine/engine-contract.ts';
import type { PanelModel } from '../model/panel-model.ts';
import { type PipelineScope, pipelineScopes } from '../model/pipelines.ts';
import type { Texts } from '../model/texts/texts.ts';
import { Icon } from './icon.tsx';
import './layer-chips.css';

/** Of a schema's types so many are listed; typing narrows them. */
const maxListedTypes = 20;

/** Ends a pipeline; the name that panel/decoders/layers.ts gives to it. */
const plain = 'plain';

export interface LayerChipsProps {
  readonly model: PanelModel;
  readonly message: MessageDetail;
  /** -1: the message as it is. */
  readonly shown: number;
  readonly onShow: (layer: number) => void;
}

/** What was recognised, a chip a layer: show it, put another in its place, take it away, add one. */
export function LayerChips({ model, message, shown, onShow }: LayerChipsProps) {
  const texts = model.texts.value;
  const { layers, pipeline } = message.decoded;
  const socket = model.sockets.value.get(message.socket);
  const choose = (names: readonly string[] | null): void =>
    model.pipelines.choose(message, socket, names);
  return (
    <div class="layer-chips">
      <div class="chips" role="group" aria-label={texts.layers}>
        <button
          type="button"
          class="chip plain"
          aria-pressed={shown === -1}
          title={texts.layerPlainHint}
          onClick={() => onShow(-1)}
        >
          {message.isBinary ? texts.types.binary : texts.types.text}
        </button>
        {layers.map((layer, index) => (
          <LayerChip
            key={layer.id}
            model={model}
            message={message}
            layer={layer}
            before={namesBefore(layers, index)}
            isShown={shown === layer.id}
            onShow={() => onShow(layer.id)}
            onChoose={choose}
          />
        ))}
        <AddLayer
          model={model}
          message={message}
          before={namesBefore(layers, layers.length)}
          onChoose={choose}
        />
      </div>
      {pipeline !== null && <Reach model={model} message={message} pipeline={pipeline} />}
    </div>
  );
}

/** The names of the layers before one, as a pipeline has them. */
const namesBefore = (layers: readonly LayerSummary[], end: number): string[] =>
  layers
    .slice(0, end)
    .flatMap(({ decoder, protocol }) => (protocol === null ? [decoder] : [decoder, protocol.name]));

function LayerChip({
  model,
  message,
  layer,
  before,
  isShown,
  onShow,
  onChoose,
}: {
  readonly model: PanelModel;
  readonly message: MessageDetail;
  readonly layer: LayerSummary;
  readonly before: readonly string[];
  readonly isShown: boolean;
  readonly onShow: () => void;
  readonly onChoose: (names: readonly string[] | null) => void;
}) {
  const texts = model.texts.value;
  const { protocol } = layer;
  const name = protocol === null ? layer.label : `${layer.label} · ${protocol.label}`;
  return (
    <span class={layer.failure === null ? 'chip-group' : 'chip-group failed'}>
      <span class="chip-arrow" aria-hidden="true">
        ›
      </span>
      <button
        type="button"
        class="chip"
        aria-pressed={isShown}
        title={confidenceText(layer, texts, model)}
        onClick={onShow}
      >
        {name}
      </button>
      <ChoiceMenu
        model={model}
        message={message}
        layer={layer.id}
        label={texts.changeLayer(name)}
        before={before}
        decoder={layer.decoder}
        onChoose={onChoose}
      />
    </span>
  );
}

function AddLayer({
  model,
  message,
  before,
  onChoose,
}: {
  readonly model: PanelModel;
  readonly message: MessageDetail;
  readonly before: readonly string[];
  readonly onChoose: (names: readonly string[] | null) => void;
}) {
  return (
    <ChoiceMenu
      model={model}
      message={message}
      layer={null}
      label={model.texts.value.addLayer}
      before={before}
      decoder={null}
      onChoose={onChoose}
    />
  );
}

function confidenceText(layer: LayerSummary, texts: Texts, model: PanelModel): string {
  const format = model.format.value;
  const own = layer.isChosen
    ? texts.layerChosen(layer.label)
    : texts.layerConfidence(layer.label, format.percent(layer.confidence));
  const { protocol } = layer;
  if (protocol === null) return own;
  const inside = protocol.isChosen
    ? texts.layerChosen(protocol.label)
    : texts.layerConfidence(protocol.label, format.percent(protocol.confidence));
  return `${own}\n${inside}`;
}

/** A button and the list of decoders that it opens. */
function ChoiceMenu({
  model,
  message,
  layer,
  label,
  before,
  decoder,
  onChoose,
}: {
  readonly model: PanelModel;
  readonly message: MessageDetail;
  readonly layer: number | null;
  readonly label: string;
  readonly before: readonly string[];
  /** The decoder whose place it is; null for a new layer. */
  readonly decoder: string | null;
  readonly onChoose: (names: readonly string[] | null) => void;
}) {
  const texts = model.texts.value;
  const id = useId();
  const menu = useRef<HTMLDivElement>(null);
  const [choices, setChoices] = useState<DecoderChoices | null>(null);
  const [wanted, setWanted] = useState('');
  const open = async (): Promise<void> => {
    const choices = await model.engine.ask('decoderChoices', { row: message.row, layer });
    setChoices(choices);
    setWanted('');
  };
  const take = (names: readonly string[] | null): void => {
    menu.current?.hidePopover();
    onChoose(names);
  };
  useEffect(() => {
    if (choices !== null) menu.current?.querySelector('input')?.focus();
  }, [choices]);
  const matches = ({ label: name }: DecoderChoice): boolean =>
    name.toLowerCase().includes(wanted.trim().toLowerCase());
  const types = choices?.types.filter(matches) ?? [];
  const typeChoices = (
    <>
      {types.slice(0, maxListedTypes).map((choice) => (
        <Choice
          key={choice.name}
          name={texts.layerAsType(choice.label)}
          onTake={() => take([...before, choice.name])}
        />
      ))}
      {types.length > maxListedTypes && (
        <li class="more-types">
          {texts.moreTypes(model.format.value.count(types.length - maxListedTypes))}
        </li>
      )}
      {message.isBinary && (
        <Choice
          name={texts.schemasOpen}
          onTake={() => {
            menu.current?.hidePopover();
            model.schemas.isOpen.value = true;
          }}
        />
      )}
    </>
  );
  // Where a message is meant as Protobuf, or as nothing yet, its type is what is looked for.
  const areTypesFirst = decoder === null || decoder.startsWith('protobuf');
  return (
    <>
      <button type="button" class="chip-menu" aria-label={label} title={label} popovertarget={id}>
        <Icon name={decoder === null ? 'add' : 'more'} />
      </button>
      <div
        ref={menu}
        id={id}
        class="choice-menu"
        popover="auto"
        role="dialog"
        aria-label={label}
        onToggle={(event) => {
          if (event.newState === 'open') void open();
        }}
      >
        <input
          type="search"
          aria-label={texts.findDecoder}
          placeholder={texts.findDecoder}
          value={wanted}
          onInput={(event) => setWanted(event.currentTarget.value)}
          onKeyDown={moveToList}
        />
        <ul role="list" onKeyDown={moveInList}>
          {model.pipelines.scopeOf(message, model.sockets.value.get(message.socket)) !== null && (
            <Choice name={texts.layerAutomatic} onTake={() => take(null)} />
          )}
          {decoder !== null && (
            <Choice name={texts.layerRemove} onTake={() => take([...before, plain])} />
          )}
          {areTypesFirst && typeChoices}
          {choices?.protocols.filter(matches).map((choice) => (
            <Choice
              key={choice.name}
              name={choice.label}
              confidence={percentOf(choice, model)}
              onTake={() => take([...before, decoder ?? '', choice.name])}
            />
          ))}
          {choices?.decoders.filter(matches).map((choice) => (
            <Choice
              key={choice.name}
              name={choice.label}
              confidence={percentOf(choice, model)}
              onTake={() => take([...before, choice.name])}
            />
          ))}
          {!areTypesFirst && typeChoices}
        </ul>
      </div>
    </>
  );
}

const percentOf = ({ confidence }: DecoderChoice, model: PanelModel): string =>
  confidence === 0 ? '' : model.format.value.percent(confidence);

function Choice({
  name,
  confidence = '',
  onTake,
}: {
  readonly name: string;
  readonly confidence?: string;
  readonly onTake: () => void;
}) {
  return (
    <li>
      <button type="button" class="quiet" onClick={onTake}>
        {name}
        <span class="confidence">{confidence}</span>
      </button>
    </li>
  );
}

function moveToList(event: KeyboardEvent): void {
  if (event.key !== 'ArrowDown') return;
  event.preventDefault();
  const menu = (event.currentTarget as HTMLElement).parentElement;
  menu?.querySelector<HTMLElement>('li button')?.focus();
}

function moveInList(event: KeyboardEvent): void {
  const step = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0;
  if (step === 0) return;
  event.preventDefault();
  const list = event.currentTarget as HTMLElement;
  const buttons = [...list.querySelectorAll<HTMLElement>('button')];
  const next = buttons.indexOf(document.activeElement as HTMLElement) + step;
  if (next < 0) list.parentElement?.querySelector('input')?.focus();
  else buttons[Math.min(next, buttons.length - 1)]?.focus();
}

/** How far the user's choice reaches. */
function Reach({
  model,
  message,
  pipeline,
}: {
  readonly model: PanelModel;
  readonly message: MessageDetail;
  readonly pipeline: readonly string[];
}) {
  const texts = model.texts.value;
  const socket = model.sockets.value.get(message.socket);
  const direction = texts.directions[message.kind === 'sent' ? 'sent' : 'received'];
  const scope = model.pipelines.scopeOf(message, socket) ?? 'message';
  return (
    <label class="reach">
      {texts.reach}
      <select
        value={scope}
        onChange={(event) => {
          const { value } = event.currentTarget;
          const chosen = pipelineScopes.find((each): each is PipelineScope => each === value);
          if (chosen !== undefined) model.pipelines.reach(message, socket, pipeline, chosen);
        }}
      >
        {pipelineScopes.map((each) => (
          <option key={each} value={each}>
            {texts.reaches[each](direction)}
          </option>
        ))}
      </select>
    </label>
  );
}
