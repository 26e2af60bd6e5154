import { type ComponentType, h } from 'preact';
import { useEffect, useState } from 'preact/hooks';

/**
 * A view whose code is loaded when it is first drawn; until then it is nothing. What nobody looks at as the panel
 * opens must not keep it from opening.
 */
export function lazily<Props extends object>(
  load: () => Promise<ComponentType<Props>>,
): ComponentType<Props> {
  let loaded: ComponentType<Props> | null = null;
  return function Lazy(props: Props) {
    const [view, setView] = useState(() => loaded);
    useEffect(() => {
      if (loaded !== null) return;
      load().then(
        (component) => {
          loaded = component;
          setView(() => component);
        },
        () => {
          // The extension was updated under the open panel: what is drawn stays, and it is opened anew.
        },
      );
    }, []);
    return view === null ? null : h(view, props);
  };
}
