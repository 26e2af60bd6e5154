import { useRef } from 'preact/hooks';
import type { PanelModel } from '../model/panel-model.ts';
import { FilterBox } from './filter-box.tsx';
import { Icon } from './icon.tsx';
import { SettingsMenu } from './settings-menu.tsx';
import './toolbar.css';

export function Toolbar({ model }: { readonly model: PanelModel }) {
  const texts = model.texts.value;
  const isRecording = model.isRecording.value;
  const preserves = model.settings.preserveLog.value;
  const picker = useRef<HTMLInputElement>(null);
  const isWorking = model.files.state.value.kind === 'working';
  return (
    <div class="toolbar" role="toolbar" aria-label={texts.toolbar}>
      <button
        type="button"
        class={isRecording ? 'quiet record on' : 'quiet record'}
        aria-pressed={isRecording}
        aria-label={texts.record}
        title={texts.recordHint}
        onClick={model.toggleRecording}
      >
        <Icon name="record" />
      </button>
      <button
        type="button"
        class="quiet"
        aria-label={texts.clear}
        title={texts.clearHint}
        onClick={model.clear}
      >
        <Icon name="clear" />
      </button>
      <button
        type="button"
        class="quiet preserve"
        aria-pressed={preserves}
        title={texts.preserveLogHint}
        onClick={() => (model.settings.preserveLog.value = !preserves)}
      >
        <span class="check" aria-hidden="true" />
        {texts.preserveLog}
      </button>
      <FilterBox model={model} />
      <button
        type="button"
        class="quiet"
        aria-label={texts.import}
        title={texts.importHint}
        disabled={isWorking}
        onClick={() => picker.current?.click()}
      >
        <Icon name="import" />
        <span class="wide-label">{texts.import}</span>
      </button>
      <input
        ref={picker}
        class="visually-hidden"
        type="file"
        accept=".har,.json,application/json"
        tabIndex={-1}
        aria-hidden="true"
        onChange={(event) => {
          const [file] = event.currentTarget.files ?? [];
          if (file !== undefined) void model.files.importHar(file);
          // The same file may be chosen again.
          event.currentTarget.value = '';
        }}
      />
      <button
        type="button"
        class="quiet"
        aria-label={texts.exportHar}
        title={texts.exportHint}
        disabled={isWorking}
        onClick={() => void model.files.exportHar()}
      >
        <Icon name="export" />
        <span class="wide-label">{texts.exportHar}</span>
      </button>
      <button
        type="button"
        class="quiet timeline-toggle"
        aria-label={texts.timeline}
        aria-pressed={model.settings.timeline.value}
        title={texts.timelineHint}
        onClick={() => (model.settings.timeline.value = !model.settings.timeline.value)}
      >
        <Icon name="timeline" />
      </button>
      <SettingsMenu model={model} />
    </div>
  );
}
