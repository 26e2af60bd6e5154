import type { PanelModel } from '../model/panel-model.ts';
import type { FileState } from '../model/session-files.ts';
import { Icon } from './icon.tsx';
import './file-notice.css';

/** How an import or export is getting on, and what came of it. */
export function FileNotice({ model }: { readonly model: PanelModel }) {
  const texts = model.texts.value;
  const state = model.files.state.value;
  if (state.kind === 'idle') return null;
  if (state.kind === 'working') {
    const label = state.what === 'import' ? texts.importing : texts.exporting;
    return (
      <div class="file-notice">
        <label>
          {label} <progress value={state.fraction} max={1} />
        </label>
        <button type="button" onClick={model.files.cancel}>
          {texts.cancel}
        </button>
      </div>
    );
  }
  const isFailure = state.kind === 'exportFailed' || state.kind === 'importFailed';
  return (
    <div
      class={isFailure ? 'file-notice failure' : 'file-notice'}
      role={isFailure ? 'alert' : 'status'}
    >
      <span>{noticeText(state, model)}</span>
      <button
        type="button"
        class="quiet"
        aria-label={texts.close}
        title={texts.close}
        onClick={model.files.dismiss}
      >
        <Icon name="close" />
      </button>
    </div>
  );
}

function noticeText(
  state: Exclude<FileState, { kind: 'idle' | 'working' }>,
  model: PanelModel,
): string {
  const texts = model.texts.value;
  const format = model.format.value;
  switch (state.kind) {
    case 'exported':
      return texts.exported(state.name, format.bytes(state.byteLength));
    case 'exportFailed':
      return texts.exportFailed(texts.reason(state.reason));
    case 'nothingToExport':
      return texts.nothingToExport;
    case 'importFailed':
      return texts.importFailed(texts.reason(state.reason));
    case 'imported': {
      const [first = ''] = state.problems;
      const done = texts.imported(
        format.count(state.messages),
        state.messages,
        format.count(state.sockets),
        state.sockets,
      );
      return state.problems.length === 0
        ? done
        : `${done}. ${texts.importProblems(format.count(state.problems.length), state.problems.length, texts.reason(first))}`;
    }
  }
}
