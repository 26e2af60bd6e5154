import { formatHex } from '../decoders/hex.ts';
import { payloadFormats } from '../engine/engine-contract.ts';
import type { SocketSummary } from '../engine/socket-table.ts';
import {
  type ComposeFormat,
  type ComposePreview,
  type ComposeState,
  isLookedAt,
} from '../model/compose.ts';
import type { Format } from '../model/format.ts';
import type { PanelModel } from '../model/panel-model.ts';
import { socketName } from '../model/socket-name.ts';
import type { Texts } from '../model/texts/texts.ts';
import { CodeEditor } from './code-editor.tsx';
import { Icon } from './icon.tsx';
import { PayloadBox } from './payload-box.tsx';
import './compose-view.css';

/** Writes a message and sends it through the page's own socket. */
export function ComposeView({ model }: { readonly model: PanelModel }) {
  const texts = model.texts.value;
  const { compose } = model;
  const format = compose.format.value;
  const state = compose.state.value;
  const original = compose.original.value;
  const formats: readonly ComposeFormat[] =
    original === null ? payloadFormats : ['decoded', ...payloadFormats];
  const isSending = state.kind === 'sending';
  const problem = problemOf(state, texts, model.format.value);
  const { showsCompose } = model.settings;
  const isOpen = showsCompose.value;
  return (
    <section class={isOpen ? 'compose' : 'compose folded'} role="region" aria-label={texts.compose}>
      <div class="compose-bar">
        <h2>
          <button
            type="button"
            class="quiet fold"
            aria-expanded={isOpen}
            title={isOpen ? texts.foldComposeHint : texts.unfoldComposeHint}
            onClick={() => {
              showsCompose.value = !isOpen;
            }}
          >
            <Icon name="twisty" />
            {texts.compose}
          </button>
        </h2>
        <label hidden={!isOpen}>
          <span class="visually-hidden">{texts.payloadFormat}</span>
          <select
            aria-label={texts.payloadFormat}
            value={format}
            onChange={(event) => {
              const { value } = event.currentTarget;
              const wanted = formats.find((each) => each === value);
              // The box shows what is, until the bytes have been written anew.
              event.currentTarget.value = format;
              if (wanted !== undefined) void compose.changeFormat(wanted);
            }}
          >
            {formats.map((each) => (
              <option key={each} value={each}>
                {each === 'decoded' ? original?.label : texts.formats[each]}
              </option>
            ))}
          </select>
        </label>
        {isOpen && format === 'json' && (
          <button
            type="button"
            class="quiet"
            title={texts.formatJsonHint}
            onClick={() => void compose.layOutJson()}
          >
            {texts.formatJson}
          </button>
        )}
      </div>
      {!isOpen ? null : isLookedAt(format) ? (
        <CodeEditor
          label={texts.payload}
          placeholder={texts.payloadPlaceholder}
          text={compose.text}
          language={format === 'json' || original === null ? 'json' : original.language}
          problem={problemIn(compose.preview.value, texts)}
          describedBy="compose-state"
          onWrite={compose.write}
          onSend={() => void compose.send()}
        />
      ) : (
        <PayloadBox
          label={texts.payload}
          placeholder={texts.payloadPlaceholder}
          text={compose.text.value}
          isWrong={problem !== null}
          describedBy="compose-state"
          onWrite={compose.write}
          onSend={() => void compose.send()}
        />
      )}
      {isOpen && <Preview model={model} isExact={original === null || original.isExact} />}
      <div class="compose-bar" hidden={!isOpen}>
        <select
          class="target"
          aria-label={texts.sendOn}
          title={texts.sendOn}
          value={compose.sendsOn.value ?? ''}
          onChange={(event) => {
            const { value } = event.currentTarget;
            compose.target.value = value === '' ? null : Number(value);
          }}
        >
          <Targets model={model} />
        </select>
        <button
          type="button"
          class="primary"
          disabled={isSending}
          onClick={() => void compose.send()}
        >
          {isSending ? texts.sending : texts.send}
        </button>
      </div>
      <p
        id="compose-state"
        class={problem === null ? 'compose-state' : 'compose-state error'}
        role={problem === null ? 'status' : 'alert'}
      >
        {problem ??
          (state.kind === 'sent'
            ? texts.sentBytes(model.format.value.bytes(state.byteLength))
            : '')}
      </p>
    </section>
  );
}

/** Puts the cursor where the payload is written; focusing it also brings it into sight. */
export async function focusPayload(model: PanelModel): Promise<void> {
  if (!model.settings.showsCompose.peek()) {
    model.settings.showsCompose.value = true;
    // It is drawn in the next frame.
    await new Promise((drawn) => requestAnimationFrame(() => setTimeout(drawn)));
  }
  const editor = document.querySelector('.compose .code-editor:not([hidden])')?.shadowRoot;
  const box =
    editor?.querySelector<HTMLElement>('[role=textbox]') ??
    document.querySelector<HTMLElement>('.compose textarea');
  box?.focus();
}

const problemIn = (preview: ComposePreview, texts: Texts) =>
  preview.kind === 'problem' ? { ...preview, reason: texts.reason(preview.reason) } : null;

/** Bytes shown of what would be sent. */
const previewedBytes = 24;

/** The bytes that a decoded form stands for, or what is wrong with it. */
function Preview({ model, isExact }: { readonly model: PanelModel; readonly isExact: boolean }) {
  const texts = model.texts.value;
  const format = model.format.value;
  const preview = model.compose.preview.value;
  // Where it stands is said below, once somebody has tried to send it.
  if (preview.kind === 'none' || model.compose.state.value.kind === 'unreadable') return null;
  if (preview.kind === 'problem') {
    const { line, column } = preview;
    const reason = texts.reason(preview.reason);
    return (
      <p class="compose-preview error" role="alert">
        {line > 0 ? texts.errorAt(reason, String(line), String(column)) : reason}
      </p>
    );
  }
  // JSON is what it looks like.
  if (model.compose.format.value === 'json') return null;
  const { bytes } = preview;
  const shown = formatHex(bytes.subarray(0, previewedBytes));
  return (
    <p class="compose-preview" title={isExact ? undefined : texts.notExactHint}>
      {texts.willSend(format.bytes(bytes.length))}{' '}
      <code>
        {shown}
        {bytes.length > previewedBytes && ' …'}
      </code>
      {!isExact && <span class="not-exact">{texts.notExact}</span>}
    </p>
  );
}

/** The open sockets, and the one that is chosen even if it is not open any more. */
function Targets({ model }: { readonly model: PanelModel }) {
  const texts = model.texts.value;
  const target = model.compose.sendsOn.value;
  const offered = [...model.sockets.value.values()].filter(
    (socket) => (socket.isLive && socket.state === 'open') || socket.id === target,
  );
  return (
    <>
      {target === null && <option value="">{texts.noOpenSocket}</option>}
      {offered.map((socket) => (
        <option key={socket.id} value={socket.id}>
          {optionText(socket, texts)}
        </option>
      ))}
    </>
  );
}

const optionText = (socket: SocketSummary, texts: Texts): string =>
  `${socketName(socket, texts)}${socket.state === 'open' && socket.isLive ? '' : ` (${texts.states[socket.state]})`}`;

function problemOf(state: ComposeState, texts: Texts, format: Format): string | null {
  switch (state.kind) {
    case 'idle':
    case 'sending':
    case 'sent':
      return null;
    case 'incomplete':
      return texts.errorIncomplete;
    case 'tooLarge':
      return texts.tooLargeToEdit(format.bytes(state.byteLength));
    case 'unreadable':
      return state.line > 0 && state.format === 'json'
        ? texts.errorJson(texts.reason(state.reason), String(state.line), String(state.column))
        : texts.reason(state.reason);
    case 'refused':
      return refusalText(state.code, state.text, texts);
  }
}

function refusalText(code: string, text: string, texts: Texts): string {
  switch (code) {
    case 'none':
      return texts.errorNoSocket;
    case 'closed':
      return texts.errorClosed;
    case 'connecting':
      return texts.errorConnecting;
    case 'gone':
      return texts.errorGone;
    case 'worker':
      return texts.errorWorker;
    case 'unrecorded':
      return texts.errorUnrecorded;
    case 'stream':
      return texts.errorStream;
    case 'imported':
      return texts.errorImported;
    default:
      return texts.errorRefused(text);
  }
}
