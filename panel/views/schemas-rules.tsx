import { useRef } from 'preact/hooks';
import type { PanelModel } from '../model/panel-model.ts';
import { patternOf } from '../model/pipelines.ts';
import { SchemaRule } from './schemas-rule.tsx';
import { useRowFocus } from './use-row-focus.ts';

/** Which messages are of which type: the first rule that fits says it. */
export function SchemaRules({ model }: { readonly model: PanelModel }) {
  const texts = model.texts.value;
  const { rules, files, addRule, moveRule, removeRule } = model.schemas;
  const box = useRef<HTMLElement>(null);
  const focusRow = useRowFocus(box);
  const count = rules.value.length;
  return (
    <section ref={box} aria-labelledby="schema-rules">
      <div class="schemas-bar">
        <h3 id="schema-rules">{texts.messageRules}</h3>
        <span class="schemas-total" />
        <button
          type="button"
          onClick={() => {
            focusRow({ row: count, act: 'type', whileRows: null });
            addRule(addressInSight(model));
          }}
        >
          {texts.ruleAdd}
        </button>
      </div>
      <p class="schemas-hint">{texts.messageRulesHint}</p>
      {rules.value.length === 0 ? (
        <p class="schemas-empty">
          {files.value.length === 0 ? texts.ruleEmptyWithoutSchema : texts.ruleEmpty}
        </p>
      ) : (
        <ol class="rule-list" role="list">
          {rules.value.map((rule, index) => (
            // A rule is known by its place: it has no name, and may be written twice.
            <SchemaRule
              key={index}
              model={model}
              rule={rule}
              index={index}
              onMove={(by) => {
                focusRow({ row: index + by, act: by < 0 ? 'up' : 'down', whileRows: null });
                moveRule(index, by);
              }}
              onRemove={() => {
                focusRow({ row: index, act: 'remove', whileRows: null });
                removeRule(index);
              }}
            />
          ))}
        </ol>
      )}
    </section>
  );
}

/** Of the message that is looked at, for which a rule is most likely meant. */
function addressInSight({ selection, sockets }: PanelModel): string {
  const message = selection.message.peek();
  const socket = message === null ? undefined : sockets.peek().get(message.socket);
  return socket === undefined ? '' : patternOf(socket.url);
}
