import type { ViewProblem } from '../engine/engine-contract.ts';
import type { PanelModel } from '../model/panel-model.ts';
import type { Texts } from '../model/texts/texts.ts';
import { Icon } from './icon.tsx';

export function FilterBox({ model }: { readonly model: PanelModel }) {
  const texts = model.texts.value;
  const { problem } = model.view.value;
  const filter = model.filter.value;
  return (
    <div class="filter-box">
      <input
        type="search"
        role="searchbox"
        aria-label={texts.filterMessages}
        aria-invalid={problem !== null}
        aria-errormessage={problem === null ? undefined : 'filter-problem'}
        placeholder={texts.filterPlaceholder}
        spellcheck={false}
        autocomplete="off"
        value={filter}
        onInput={(event) => (model.filter.value = event.currentTarget.value)}
        onKeyDown={(event) => {
          if (event.key !== 'Escape' || filter === '') return;
          model.filter.value = '';
          // Escape would also open the DevTools drawer.
          event.preventDefault();
          event.stopPropagation();
        }}
      />
      {filter !== '' && (
        <button
          type="button"
          class="quiet clear-filter"
          aria-label={texts.clearFilter}
          title={texts.clearFilter}
          onClick={() => (model.filter.value = '')}
        >
          <Icon name="close" />
        </button>
      )}
      {problem !== null && (
        <div id="filter-problem" class="filter-problem" role="alert">
          {problemText(problem, texts)}
        </div>
      )}
    </div>
  );
}

function problemText(problem: ViewProblem, texts: Texts): string {
  const words = texts.filterProblems;
  if (problem.kind === 'failed') return words.failed(texts.reason(problem.reason));
  if (problem.kind === 'tooSlow')
    return words.tooSlow(problem.patterns.map((pattern) => `/${pattern}/`).join(' '));
  const { error } = problem;
  switch (error.reasonCode) {
    case 'unterminated-quote':
      return words.unterminatedQuote;
    case 'unterminated-regex':
      return words.unterminatedRegex;
    case 'missing-value':
      return words.missingValue(error.parameters.key);
    case 'empty-regex':
      return words.emptyRegex;
    case 'unknown-flag':
      return words.unknownFlag(error.parameters.flag);
    case 'invalid-regex':
      return words.invalidRegex(error.parameters.problem);
    case 'unknown-value': {
      const { key, value, choices } = error.parameters;
      return words.unknownValue(key, value, choices.map((choice) => `${key}:${choice}`).join(', '));
    }
    case 'invalid-size':
      return words.invalidSize(error.parameters.value);
    case 'reversed-range':
      return words.reversedRange(error.parameters.value);
  }
}
