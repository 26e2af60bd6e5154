import type { PanelModel } from '../model/panel-model.ts';
import { Icon } from './icon.tsx';

export interface ListNoticeProps {
  readonly model: PanelModel;
  /** Since the end of the list was last followed. */
  readonly newRows: number;
  readonly onResume: () => void;
}

/** Over a list that does not follow its end: what is new there, and the way to it. */
export function ListNotice({ model, newRows, onResume }: ListNoticeProps) {
  const texts = model.texts.value;
  const news = newRows > 0 ? texts.newMessages(model.format.value.count(newRows), newRows) : null;
  if (model.isHeld.value)
    return (
      <div class="list-notice">
        <div class="held">
          {news === null ? texts.held : `${texts.held} · ${news}`}
          <button type="button" class="primary" onClick={onResume}>
            {texts.resume}
          </button>
        </div>
      </div>
    );
  return news === null ? null : (
    <div class="list-notice">
      <button type="button" class="new-rows" title={texts.jumpToEnd} onClick={onResume}>
        <Icon name="received" />
        {news}
      </button>
    </div>
  );
}
