import type { ComponentChildren } from 'preact';
import type { PanelModel } from '../model/panel-model.ts';
import './empty-state.css';

interface EmptyStateProps {
  readonly title: string;
  readonly text: string;
  readonly children?: ComponentChildren;
}

function EmptyState({ title, text, children }: EmptyStateProps) {
  return (
    <div class="empty-state">
      <h2>{title}</h2>
      <p>{text}</p>
      {children}
    </div>
  );
}

/** What takes the panel's place while there is nothing to list: why, and what to do. */
export function EmptyPanel({ model }: { readonly model: PanelModel }) {
  const texts = model.texts.value;
  const presence = model.presence.value;
  const reload = (
    <button type="button" class="primary" onClick={() => model.reloadPage()}>
      {texts.reloadPage}
    </button>
  );
  if (presence === 'waiting')
    return <EmptyState title={texts.waitingTitle} text={texts.waitingText} />;
  if (presence === 'lost') return <EmptyState title={texts.lostTitle} text={texts.lostText} />;
  if (presence === 'crashed') {
    return (
      <EmptyState title={texts.crashedTitle} text={texts.crashedText}>
        {reload}
      </EmptyState>
    );
  }
  if (presence === 'nobody' && model.isRestricted.value)
    return <EmptyState title={texts.restrictedTitle} text={texts.restrictedText} />;
  if (presence === 'nobody' || presence === 'outdated' || presence === 'partly') {
    return (
      <EmptyState title={texts.unseenTitle} text={texts.unseenText}>
        {reload}
      </EmptyState>
    );
  }
  return (
    <EmptyState
      title={texts.emptyTitle}
      text={model.isRecording.value ? texts.emptyText : texts.emptyOffText}
    />
  );
}

/** Sockets are there, but the list of messages is empty. */
export function EmptyMessages({ model }: { readonly model: PanelModel }) {
  const texts = model.texts.value;
  const { recordedMessages } = model.totals.value;
  // What is wrong with it stands beside the filter box.
  const isBroken = model.view.value.problem !== null;
  const isNarrowed =
    model.filter.value !== '' ||
    model.chosenSockets.value !== null ||
    model.timeline.span.value !== null;
  if (!isNarrowed || recordedMessages === 0)
    return <EmptyState title={texts.noMessagesTitle} text={texts.noMessagesText} />;
  return (
    <EmptyState
      title={isBroken ? texts.noFilterTitle : texts.noMatchTitle}
      text={
        isBroken
          ? texts.noFilterText
          : texts.noMatchText(model.format.value.count(recordedMessages), recordedMessages)
      }
    >
      <button
        type="button"
        onClick={() => {
          model.filter.value = '';
          model.chosenSockets.value = null;
          model.timeline.select(null);
        }}
      >
        {texts.clearFilter}
      </button>
    </EmptyState>
  );
}
