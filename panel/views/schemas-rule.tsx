import { useId, useState } from 'preact/hooks';
import {
  type LeadingNumber,
  leadingNumberFormats,
  type MessageRule,
} from '../engine/engine-contract.ts';
import { parseLeadingNumber } from '../model/message-rules.ts';
import type { PanelModel } from '../model/panel-model.ts';
import { Icon } from './icon.tsx';

interface RuleProps {
  readonly model: PanelModel;
  readonly rule: MessageRule;
  readonly index: number;
}

/** One rule: what messages must be like, and the type that they are then of. */
export function SchemaRule({
  model,
  rule,
  index,
  onMove,
  onRemove,
}: RuleProps & { readonly onMove: (by: -1 | 1) => void; readonly onRemove: () => void }) {
  const texts = model.texts.value;
  const { changeRule, rules } = model.schemas;
  const number = model.format.value.count(index + 1);
  const change = (part: Partial<MessageRule>): void => changeRule(index, part);
  return (
    <li data-row>
      <fieldset class="rule" aria-label={texts.ruleName(number)}>
        <RuleType model={model} rule={rule} index={index} />
        <label class="rule-url">
          {texts.ruleUrl}
          <input
            type="text"
            spellcheck={false}
            placeholder={texts.ruleUrlPlaceholder}
            value={rule.url}
            onChange={(event) => change({ url: event.currentTarget.value.trim() })}
          />
        </label>
        <label class="rule-direction">
          {texts.columnDirection}
          <select
            value={rule.direction ?? ''}
            onChange={(event) => {
              const { value } = event.currentTarget;
              change({ direction: value === 'sent' || value === 'received' ? value : null });
            }}
          >
            <option value="">{texts.ruleBothDirections}</option>
            <option value="sent">{texts.directions.sent}</option>
            <option value="received">{texts.directions.received}</option>
          </select>
        </label>
        <RuleLeading model={model} rule={rule} index={index} />
        <div class="rule-buttons">
          <RuleButton
            icon="up"
            act="up"
            name={texts.ruleUp(number)}
            isDisabled={index === 0}
            onPress={() => onMove(-1)}
          />
          <RuleButton
            icon="down"
            act="down"
            name={texts.ruleDown(number)}
            isDisabled={index === rules.value.length - 1}
            onPress={() => onMove(1)}
          />
          <RuleButton
            icon="close"
            act="remove"
            name={texts.ruleRemove(number)}
            onPress={onRemove}
          />
        </div>
      </fieldset>
    </li>
  );
}

function RuleButton({
  icon,
  act,
  name,
  isDisabled = false,
  onPress,
}: {
  readonly icon: 'up' | 'down' | 'close';
  readonly act: string;
  readonly name: string;
  readonly isDisabled?: boolean;
  readonly onPress: () => void;
}) {
  return (
    <button
      type="button"
      class="quiet"
      aria-label={name}
      title={name}
      disabled={isDisabled}
      data-act={act}
      onClick={onPress}
    >
      <Icon name={icon} />
    </button>
  );
}

/** The browser's list gets slow with thousands of names, and nobody reads more than these. */
const maxOffered = 100;

/** The type, with a list of those that there are. */
function RuleType({ model, rule, index }: RuleProps) {
  const texts = model.texts.value;
  const id = useId();
  const [written, setWritten] = useState(rule.messageType);
  const [shown, setShown] = useState(rule.messageType);
  // Another rule stands here now, or it was changed elsewhere.
  if (shown !== rule.messageType) {
    setShown(rule.messageType);
    setWritten(rule.messageType);
  }
  const types = model.schemas.types.value;
  const wanted = written.trim().toLowerCase();
  const offered = types.filter((type) => type.toLowerCase().includes(wanted));
  const isUnknown = rule.messageType !== '' && !types.includes(rule.messageType);
  const take = (messageType: string): void => {
    setShown(messageType);
    model.schemas.changeRule(index, { messageType });
  };
  return (
    <label class="rule-type">
      {texts.ruleType}
      <input
        type="text"
        list={`${id}-types`}
        data-act="type"
        spellcheck={false}
        placeholder="shop.v1.Order"
        aria-invalid={isUnknown}
        aria-describedby={isUnknown ? `${id}-problem` : undefined}
        value={written}
        onInput={(event) => {
          const { value } = event.currentTarget;
          setWritten(value);
          // One that is chosen from the list is meant as it stands.
          if (types.includes(value)) take(value);
        }}
        onChange={(event) => take(event.currentTarget.value.trim())}
      />
      <datalist id={`${id}-types`}>
        {offered.slice(0, maxOffered).map((type) => (
          <option key={type} value={type} />
        ))}
      </datalist>
      {isUnknown && (
        <span id={`${id}-problem`} class="rule-problem">
          {texts.ruleUnknownType}
        </span>
      )}
    </label>
  );
}

/** The number in front of the message that tells its type. */
function RuleLeading({ model, rule, index }: RuleProps) {
  const texts = model.texts.value;
  const id = useId();
  const { leading } = rule;
  /** What was written and is no number, and for which rule. */
  const [refused, setRefused] = useState({ leading, text: '' });
  const wrong = refused.leading === leading && refused.text !== '' ? refused.text : null;
  const change = (changed: MessageRule['leading']): void => {
    model.schemas.changeRule(index, { leading: changed });
  };
  return (
    <div class="rule-leading">
      <label>
        {texts.ruleLeading}
        <select
          value={leading?.format ?? ''}
          onChange={(event) => {
            const { value } = event.currentTarget;
            const format = leadingNumberFormats.find(
              (each): each is LeadingNumber => each === value,
            );
            change(format === undefined ? null : { format, value: leading?.value ?? 1 });
          }}
        >
          <option value="">{texts.ruleNoLeading}</option>
          {leadingNumberFormats.map((each) => (
            <option key={each} value={each}>
              {texts.leadingNumbers[each]}
            </option>
          ))}
        </select>
      </label>
      {leading !== null && (
        <label class="rule-value">
          {texts.ruleLeadingValue}
          <input
            type="text"
            inputmode="numeric"
            spellcheck={false}
            aria-invalid={wrong !== null}
            aria-describedby={wrong === null ? undefined : `${id}-problem`}
            value={wrong ?? String(leading.value)}
            onChange={(event) => {
              const { value } = event.currentTarget;
              const parsed = parseLeadingNumber(value);
              if (parsed === null) setRefused({ leading, text: value || ' ' });
              else change({ ...leading, value: parsed });
            }}
          />
          {wrong !== null && (
            <span id={`${id}-problem`} class="rule-problem">
              {texts.ruleBadNumber}
            </span>
          )}
        </label>
      )}
    </div>
  );
}
