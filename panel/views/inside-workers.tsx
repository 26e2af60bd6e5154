import type { InsideState } from '../model/inside-workers.ts';
import type { PanelModel } from '../model/panel-model.ts';
import type { Texts } from '../model/texts/texts.ts';
import './inside-workers.css';

/** What recording inside workers would do and where it ends, before it is turned on; and a load that was made without it. */
export function InsideWorkersNotice({ model }: { readonly model: PanelModel }) {
  const texts = model.texts.value;
  const inside = model.insideWorkers;
  const state = inside.state.value;
  if (state.kind === 'asking') return <Question model={model} state={state} />;
  if (state.kind !== 'missed') return null;
  return (
    <div class="inside-workers" role="region" aria-label={texts.insideWorkers}>
      <p>{texts.insideMissed}</p>
      <div class="choices">
        <button type="button" onClick={() => void inside.reload()}>
          {texts.insideReload}
        </button>
        <button type="button" onClick={() => inside.turnOff()}>
          {texts.insideTurnOff}
        </button>
      </div>
    </div>
  );
}

function Question({
  model,
  state: { origin, verdict },
}: {
  readonly model: PanelModel;
  readonly state: Extract<InsideState, { kind: 'asking' }>;
}) {
  const texts = model.texts.value;
  const format = model.format.value;
  const inside = model.insideWorkers;
  return (
    <div class="inside-workers" role="region" aria-label={texts.insideWorkers}>
      <h2>{texts.insideTitle(origin)}</h2>
      {verdict?.kind === 'plain' ? (
        <>
          <p>{texts.insideWhat}</p>
          <ul>
            {texts.insideLimits.map((limit) => (
              <li key={limit}>{limit}</li>
            ))}
          </ul>
          <p class="known-scripts" title={verdict.scripts.join('\n')}>
            {texts.insideScripts(format.count(verdict.scripts.length), verdict.scripts.length)}
          </p>
        </>
      ) : (
        <p>{reasonOf(verdict, texts)}</p>
      )}
      <div class="choices">
        {verdict?.kind === 'plain' && (
          <button type="button" class="primary" onClick={() => inside.turnOn(verdict)}>
            {texts.insideReload}
          </button>
        )}
        {verdict?.kind === 'unknown' && (
          <button type="button" class="primary" onClick={() => model.reloadPage()}>
            {texts.reloadPage}
          </button>
        )}
        {(verdict?.kind === 'unknown' || verdict?.kind === 'plain') && (
          <button type="button" onClick={() => void inside.ask()}>
            {texts.insideLookAgain}
          </button>
        )}
        <button type="button" onClick={() => inside.dismiss()}>
          {texts.insideCancel}
        </button>
        {model.settings.workerOrigins.value.includes(origin) && (
          <button type="button" onClick={() => inside.turnOff()}>
            {texts.insideTurnOff}
          </button>
        )}
      </div>
    </div>
  );
}

function reasonOf(
  verdict: Extract<InsideState, { kind: 'asking' }>['verdict'],
  texts: Texts,
): string {
  switch (verdict?.kind) {
    case 'unknown':
      return texts.insideUnknown;
    case 'policy':
      return texts.insidePolicy(verdict.header);
    case 'scheme':
      return texts.insideScheme;
    default:
      return texts.insideLooking;
  }
}
