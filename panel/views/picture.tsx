import { useEffect, useState } from 'preact/hooks';
import type { LayerPicture } from '../engine/engine-contract.ts';
import type { PanelModel } from '../model/panel-model.ts';
import './picture.css';

export interface PictureProps {
  readonly model: PanelModel;
  readonly row: number;
  readonly layer: number;
  readonly picture: LayerPicture;
}

/**
 * What a layer's bytes show. Only ever as an image, in which scripts do not run and which loads nothing: what
 * a page sends is never markup here.
 */
export function Picture({ model, row, layer, picture }: PictureProps) {
  const texts = model.texts.value;
  const { mediaType, isHeavy } = picture;
  const [isWanted, setIsWanted] = useState(!isHeavy);
  const [url, setUrl] = useState<string | null>(null);
  const [isBroken, setIsBroken] = useState(false);
  useEffect(() => {
    if (!isWanted) return;
    let mine: string | null = null;
    let isGone = false;
    void model.engine.ask('layerBytes', { row, layer }).then((bytes) => {
      if (isGone) return;
      mine = URL.createObjectURL(new Blob([bytes], { type: mediaType }));
      setUrl(mine);
    });
    return () => {
      isGone = true;
      if (mine !== null) URL.revokeObjectURL(mine);
    };
  }, [isWanted, model.engine, row, layer, mediaType]);
  if (!isWanted)
    return (
      <p class="message-note">
        {texts.heavyPicture}{' '}
        <button type="button" class="quiet" onClick={() => setIsWanted(true)}>
          {texts.showPicture}
        </button>
      </p>
    );
  if (isBroken) return <p class="message-note">{texts.brokenPicture}</p>;
  return (
    <figure class="picture">
      {url !== null && <img src={url} alt={texts.picture} onError={() => setIsBroken(true)} />}
    </figure>
  );
}
