import type { PanelModel } from '../model/panel-model.ts';
import { costBudgets, memoryBudgets, timeFormats } from '../model/settings.ts';
import { isLanguage, languages } from '../model/texts/texts.ts';
import { Icon } from './icon.tsx';

export function SettingsMenu({ model }: { readonly model: PanelModel }) {
  const texts = model.texts.value;
  const format = model.format.value;
  const { language, timeFormat, memoryBudgetMB, costBudget } = model.settings;
  return (
    <>
      <button
        type="button"
        class="quiet"
        aria-label={texts.settings}
        title={texts.settings}
        popovertarget="settings-menu"
      >
        <Icon name="settings" />
      </button>
      <div
        id="settings-menu"
        class="settings-menu"
        popover="auto"
        role="dialog"
        aria-label={texts.settings}
      >
        <label>
          {texts.timeFormat}
          <select
            value={timeFormat.value}
            onChange={(event) => {
              const { value } = event.currentTarget;
              timeFormat.value = timeFormats.find((each) => each === value) ?? 'clock';
            }}
          >
            {timeFormats.map((each) => (
              <option key={each} value={each}>
                {texts.timeFormats[each]}
              </option>
            ))}
          </select>
        </label>
        <label title={texts.memoryBudgetHint}>
          {texts.memoryBudget}
          <select
            value={memoryBudgetMB.value}
            onChange={(event) => {
              const value = Number(event.currentTarget.value);
              memoryBudgetMB.value = memoryBudgets.find((each) => each === value) ?? 512;
            }}
          >
            {memoryBudgets.map((each) => (
              <option key={each} value={each}>
                {format.bytes(each * 1_000_000)}
              </option>
            ))}
          </select>
        </label>
        <label title={texts.costBudgetHint}>
          {texts.costBudget}
          <select
            value={costBudget.value}
            onChange={(event) => {
              const { value } = event.currentTarget;
              costBudget.value = costBudgets.find((each) => String(each) === value) ?? 25;
            }}
          >
            {costBudgets.map((each) => (
              <option key={each} value={each}>
                {each === 'never'
                  ? texts.costBudgetNone
                  : texts.costBudgetOf(format.percent(each / 100))}
              </option>
            ))}
          </select>
        </label>
        <label>
          {texts.language}
          <select
            value={language.value ?? ''}
            onChange={(event) => {
              const { value } = event.currentTarget;
              language.value = isLanguage(value) ? value : null;
            }}
          >
            <option value="">{texts.languageOfBrowser}</option>
            {Object.entries(languages).map(([code, { name }]) => (
              <option key={code} value={code} lang={code}>
                {name}
              </option>
            ))}
          </select>
        </label>
        <button
          type="button"
          class="open-schemas"
          title={texts.schemasHint}
          popovertarget="settings-menu"
          popovertargetaction="hide"
          onClick={() => {
            model.schemas.isOpen.value = true;
          }}
        >
          {texts.schemasOpen}
        </button>
        <InsideWorkersChoice model={model} />
      </div>
    </>
  );
}

function InsideWorkersChoice({ model }: { readonly model: PanelModel }) {
  const texts = model.texts.value;
  const inside = model.insideWorkers;
  const isOn = inside.state.value.kind === 'on';
  return (
    <button
      type="button"
      title={isOn ? undefined : texts.insideHint}
      popovertarget="settings-menu"
      popovertargetaction="hide"
      onClick={() => (isOn ? inside.turnOff() : void inside.ask())}
    >
      {isOn ? texts.insideStop : texts.insideStart}
    </button>
  );
}
