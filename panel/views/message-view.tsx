import { useState } from 'preact/hooks';
import type { MessageDetail } from '../engine/engine-contract.ts';
import type { PanelModel } from '../model/panel-model.ts';
import { focusPayload } from './compose-view.tsx';
import { Icon } from './icon.tsx';
import { lazily } from './lazily.ts';
import { eventText } from './message-row.tsx';
import { CopyAsButton, SelectionLine } from './selection-line.tsx';
import { Tabs } from './tabs.tsx';
import './message-view.css';

const DecodedView = lazily(async () => (await import('./decoded-view.tsx')).DecodedView);
const HexView = lazily(async () => (await import('./hex-view.tsx')).HexView);
const TextView = lazily(async () => (await import('./text-view.tsx')).TextView);
const SocketView = lazily(async () => (await import('./socket-view.tsx')).SocketView);

const tabs = ['decoded', 'hex', 'text'] as const;
type Tab = (typeof tabs)[number];

/** The message that is chosen, in the form that is wanted. */
export function MessageView({ model }: { readonly model: PanelModel }) {
  const texts = model.texts.value;
  const message = model.selection.message.value;
  return (
    <section class="message-view" role="region" aria-label={texts.message}>
      <SelectionLine model={model} />
      {message === null ? (
        <NoMessage model={model} />
      ) : (
        <Shown key={message.row} model={model} message={message} />
      )}
    </section>
  );
}

/** Nothing is chosen, or a row that is no message: then a chosen socket has the place. */
function NoMessage({ model }: { readonly model: PanelModel }) {
  const texts = model.texts.value;
  const row = model.rows.rows.value.rows.find(({ row }) => row === model.selection.row.value);
  const [id, ...others] = model.chosenSockets.value ?? [];
  const socket = id === undefined || others.length > 0 ? undefined : model.sockets.value.get(id);
  if (row !== undefined && row.ordinal === 0)
    return <p class="message-hint">{eventText(row, texts, model.format.value)}</p>;
  if (socket !== undefined) return <SocketView model={model} socket={socket} />;
  return <p class="message-hint">{texts.noMessageSelected}</p>;
}

function Shown({
  model,
  message,
}: {
  readonly model: PanelModel;
  readonly message: MessageDetail;
}) {
  const texts = model.texts.value;
  const format = model.format.value;
  const tab = model.messageTab.value;
  const [hasCopied, setHasCopied] = useState<boolean | null>(null);
  const names: Record<Tab, string> = {
    decoded: texts.tabDecoded,
    hex: texts.tabHex,
    text: texts.tabText,
  };
  const copy = async (): Promise<void> =>
    setHasCopied(
      await model.copyToClipboard(await model.engine.ask('copyText', { row: message.row })),
    );
  const edit = async (): Promise<void> => {
    await model.compose.copy(message, true);
    await focusPayload(model);
  };
  const direction = message.isOurs
    ? texts.sentByUs
    : texts.directions[message.kind === 'sent' ? 'sent' : 'received'];
  return (
    <>
      <div class="message-bar">
        <Tabs
          label={texts.message}
          tabs={tabs.map((id) => ({ id, name: names[id] }))}
          chosen={tab}
          panelId="message-panel"
          onChoose={(id) => {
            model.messageTab.value = id;
          }}
        />
        <div class="message-actions">
          <button
            type="button"
            class="quiet"
            title={texts.resendHint}
            onClick={() => void model.compose.resend(message)}
          >
            {texts.resend}
          </button>
          <button type="button" class="quiet" title={texts.editHint} onClick={() => void edit()}>
            {texts.edit}
          </button>
          <button
            type="button"
            class="quiet"
            title={texts.copyMessageHint}
            onClick={() => void copy()}
          >
            {hasCopied === null ? texts.copyMessage : hasCopied ? texts.copied : texts.copyMessage}
          </button>
          {model.selection.count.value < 2 && <CopyAsButton model={model} row={message.row} />}
          <button
            type="button"
            class="quiet"
            aria-label={texts.closeMessage}
            title={texts.closeMessage}
            onClick={() => model.selection.clear()}
          >
            <Icon name="close" />
          </button>
        </div>
      </div>
      <p class="message-facts">
        {direction} · {texts.types[message.isBinary ? 'binary' : 'text']} ·{' '}
        {format.bytes(message.size)} · {format.clock(message.atMs)}
      </p>
      {hasCopied === false && <p class="message-note error">{texts.copyFailed}</p>}
      {message.isTruncated && (
        <p class="message-note">
          {texts.truncatedPayload(format.bytes(message.storedBytes), format.bytes(message.size))}
        </p>
      )}
      {message.isReduced && message.isTruncated && (
        <p class="message-note">{texts.reducedPayload}</p>
      )}
      {message.isForgotten && <p class="message-note">{texts.statusForgottenHint}</p>}
      {message.isUnreadable && <p class="message-note">{texts.rowUnreadable}</p>}
      {message.isPending && <p class="message-note">{texts.pendingPayload}</p>}
      {message.isNotSent && <p class="message-note">{texts.rowNotSent}</p>}
      <div
        id="message-panel"
        class="message-panel"
        role="tabpanel"
        aria-label={names[tab]}
        tabIndex={-1}
      >
        {message.size === 0 ? (
          <p class="message-hint">{texts.emptyPayload}</p>
        ) : message.isReduced && !message.isTruncated ? (
          <p class="message-hint">{texts.barePayload}</p>
        ) : tab === 'decoded' ? (
          <DecodedView model={model} message={message} />
        ) : tab === 'hex' ? (
          <HexView model={model} message={message} layer={null} />
        ) : (
          <TextView model={model} message={message} layer={null} />
        )}
      </div>
    </>
  );
}
