import type { DocumentMeter } from '../model/meter.ts';
import type { PanelModel } from '../model/panel-model.ts';
import './cost-meter.css';

/** Frames of a page can be hundreds; the most expensive tell the story. */
const maxDocuments = 20;

/** What recording costs, in short; pressed, with what each number means. */
export function CostMeter({ model }: { readonly model: PanelModel }) {
  const texts = model.texts.value;
  const format = model.format.value;
  const { usPerMessage, lagMs } = model.meter.worst.value;
  const { heldBytes, diskBytes } = model.totals.value;
  return (
    <>
      <button type="button" class="quiet cost-meter" title={texts.meterHint} popovertarget="cost">
        <span class="visually-hidden">{texts.meter}: </span>
        {usPerMessage !== null && (
          <span>{texts.meterPerMessage(format.decimal(usPerMessage))}</span>
        )}
        {diskBytes > 0 && <span>{texts.statusDisk(format.bytes(diskBytes))}</span>}
        <span>{texts.statusMemory(format.bytes(heldBytes))}</span>
        {lagMs !== null && (
          <span class="meter-lag">{texts.meterBehind(format.duration(Math.round(lagMs)))}</span>
        )}
      </button>
      <div id="cost" class="cost-account" popover="auto" role="dialog" aria-label={texts.meter}>
        <Account model={model} />
      </div>
    </>
  );
}

function Account({ model }: { readonly model: PanelModel }) {
  const texts = model.texts.value;
  const format = model.format.value;
  const { usPerMessage, share, lagMs, level } = model.meter.worst.value;
  const { heldBytes, diskBytes, missingMessages } = model.totals.value;
  const { memoryBudgetMB, costBudget } = model.settings;
  const documents = model.meter.documents.value;
  const lines: readonly [name: string, value: string, meaning: string][] = [
    [
      texts.meterCost,
      usPerMessage === null
        ? texts.meterTooFew
        : texts.meterMicroseconds(format.decimal(usPerMessage)),
      texts.meterCostMeaning,
    ],
    [texts.meterShare, format.share(share), texts.meterShareMeaning],
    [texts.meterLevel, texts.levels[level], texts.meterLevelMeaning],
    [texts.meterDropped, format.count(missingMessages), texts.statusDroppedHint],
    [
      texts.meterMemory,
      texts.meterOf(format.bytes(heldBytes), format.bytes(memoryBudgetMB.value * 1_000_000)),
      texts.meterMemoryMeaning,
    ],
    [texts.meterDisk, format.bytes(diskBytes), texts.meterDiskMeaning],
    [
      texts.meterLag,
      lagMs === null ? texts.meterNoMessages : format.duration(Math.round(lagMs)),
      texts.meterLagMeaning,
    ],
  ];
  return (
    <>
      <h2>{texts.meter}</h2>
      <dl>
        {lines.map(([name, value, meaning]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd class="meter-value">{value}</dd>
            <dd class="meter-meaning">{meaning}</dd>
          </div>
        ))}
      </dl>
      {documents.length > 1 && <Documents model={model} documents={documents} />}
      <p>
        {costBudget.value === 'never'
          ? texts.meterNeverReduced
          : texts.meterReducedBeyond(format.share(costBudget.value / 100))}
      </p>
      {level !== 'all' && <RestoreButton model={model} />}
    </>
  );
}

function Documents({
  model,
  documents,
}: {
  readonly model: PanelModel;
  readonly documents: readonly DocumentMeter[];
}) {
  const texts = model.texts.value;
  const format = model.format.value;
  return (
    <table>
      <thead>
        <tr>
          <th scope="col">{texts.columnDocument}</th>
          <th scope="col">{texts.meterCost}</th>
          <th scope="col">{texts.meterShare}</th>
          <th scope="col">{texts.meterLevel}</th>
        </tr>
      </thead>
      <tbody>
        {documents.slice(0, maxDocuments).map((each) => (
          <tr key={each.document}>
            <th scope="row" title={each.url}>
              {each.url}
            </th>
            <td>
              {each.usPerMessage === null
                ? '–'
                : texts.meterMicroseconds(format.decimal(each.usPerMessage))}
            </td>
            <td>{format.share(each.share)}</td>
            <td>{texts.levels[each.level]}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

/** Says that less than everything is recorded, and goes back. */
export function ReducedNotice({ model }: { readonly model: PanelModel }) {
  const texts = model.texts.value;
  const { level } = model.meter.worst.value;
  // The region is there before it has something to say: otherwise nobody would be told.
  return (
    <div class="reduced-notice" role="status">
      {level !== 'all' && (
        <>
          <span class="status-warning" title={texts.reducedHint}>
            {texts.reducedTo[level]}
          </span>
          <RestoreButton model={model} />
        </>
      )}
    </div>
  );
}

function RestoreButton({ model }: { readonly model: PanelModel }) {
  const texts = model.texts.value;
  return (
    <button type="button" title={texts.restoreHint} onClick={() => model.recording.restore()}>
      {texts.restore}
    </button>
  );
}
