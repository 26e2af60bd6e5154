import type { PanelModel } from '../model/panel-model.ts';
import './page-notice.css';

/** Says above a list that is not empty that the page itself is not recorded, which the list would hide. */
export function PageNotice({ model }: { readonly model: PanelModel }) {
  const texts = model.texts.value;
  const presence = model.presence.value;
  if (model.sockets.value.size === 0) return null;
  if (presence === 'nobody' && model.isRestricted.value) {
    return (
      <div class="page-notice" role="status">
        <span title={texts.restrictedText}>{texts.restrictedTitle}</span>
      </div>
    );
  }
  if (presence !== 'nobody' && presence !== 'partly' && presence !== 'outdated') return null;
  return (
    <div class="page-notice" role="status">
      <span>{texts.unseenNotice}</span>
      <button type="button" onClick={() => model.reloadPage()}>
        {texts.reloadPage}
      </button>
    </div>
  );
}
