import type { PanelModel } from '../model/panel-model.ts';
import { CostMeter, ReducedNotice } from './cost-meter.tsx';
import './status-line.css';

/** How many messages are shown, recorded and dropped, in one line. */
export function StatusLine({ model }: { readonly model: PanelModel }) {
  const texts = model.texts.value;
  const format = model.format.value;
  const { messageCount, scannedRows, ofRows, problem } = model.view.value;
  const { recordedMessages, missingMessages, faults, forgottenMessages } = model.totals.value;
  const cutOff = model.recording.cutOff.value;
  const span = model.timeline.span.value;
  const isFiltering = problem === null && scannedRows < ofRows;
  return (
    <div class="status-line">
      <div class="status-text" role="status">
        <span>{texts.statusShown(format.count(messageCount), messageCount)}</span>
        <span>{texts.statusRecorded(format.count(recordedMessages))}</span>
        <span class={missingMessages > 0 ? 'status-warning' : ''} title={texts.statusDroppedHint}>
          {texts.statusDropped(format.count(missingMessages))}
        </span>
        {forgottenMessages > 0 && (
          <span class="status-warning" title={texts.statusForgottenHint}>
            {texts.statusForgotten(format.count(forgottenMessages))}
          </span>
        )}
        {faults > 0 && (
          <span class="status-warning">{texts.statusFaults(format.count(faults))}</span>
        )}
        {cutOff.size > 0 && (
          <span
            class="status-warning"
            title={texts.statusCutOffHint([...cutOff.values()].map(texts.reason).join('; '))}
          >
            {texts.statusCutOff(format.count(cutOff.size), cutOff.size)}
          </span>
        )}
        {model.presence.value === 'lost' && (
          <span class="status-warning" title={texts.lostText}>
            {texts.lostTitle}
          </span>
        )}
        {model.presence.value === 'crashed' && (
          <span class="status-warning" title={texts.crashedText}>
            {texts.crashedTitle}
          </span>
        )}
        {span !== null && (
          <span>{texts.timelineSpan(format.clock(span.fromMs), format.clock(span.toMs))}</span>
        )}
        {isFiltering && <span>{texts.statusFiltering(format.percent(scannedRows / ofRows))}</span>}
        {!model.isRecording.value && <span class="status-warning">{texts.statusPaused}</span>}
      </div>
      <ReducedNotice model={model} />
      <CostMeter model={model} />
    </div>
  );
}
