import type { CopyState } from '../model/copying.ts';
import type { PanelModel } from '../model/panel-model.ts';
import { Icon } from './icon.tsx';

/** How a copy of messages is getting on, and what came of it. */
export function CopyNotice({ model }: { readonly model: PanelModel }) {
  const texts = model.texts.value;
  const { state, dismiss, again } = model.copying;
  const copy = state.value;
  if (copy.kind === 'idle') return null;
  if (copy.kind === 'working')
    return (
      <div class="file-notice">
        <label>
          {texts.copying} <progress value={copy.fraction} max={1} />
        </label>
        <button type="button" onClick={dismiss}>
          {texts.cancel}
        </button>
      </div>
    );
  const isFailure = copy.kind !== 'copied';
  return (
    <div
      class={isFailure ? 'file-notice failure' : 'file-notice'}
      role={isFailure ? 'alert' : 'status'}
    >
      <span>{noticeText(copy, model)}</span>
      {copy.kind === 'refused' && (
        <button type="button" onClick={() => void again()}>
          {texts.copyNow}
        </button>
      )}
      <button
        type="button"
        class="quiet"
        aria-label={texts.close}
        title={texts.close}
        onClick={dismiss}
      >
        <Icon name="close" />
      </button>
    </div>
  );
}

function noticeText(
  state: Exclude<CopyState, { kind: 'idle' | 'working' }>,
  model: PanelModel,
): string {
  const texts = model.texts.value;
  const { count } = model.format.value;
  switch (state.kind) {
    case 'copied':
      return texts.copiedMessages(count(state.messages), state.messages, count(state.chars));
    case 'nothing':
      return texts.copiedNothing;
    case 'tooLong':
      return texts.copyTooLong(count(state.maxChars));
    case 'refused':
      return texts.copyRefused;
    case 'failed':
      return texts.copyBroken(texts.reason(state.reason));
  }
}
