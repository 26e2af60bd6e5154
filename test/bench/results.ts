import type { BundleSizes } from './bundle-sizes.ts';
import type { SizeMeasurement } from './engine-by-size.ts';
import type { FirstRow } from './first-row.ts';
import type { LargePanel } from './large-panel.ts';
import type { LiveMeasurement } from './live-minute.ts';
import type { Throughput } from './page-throughput.ts';
import type { PageProfile } from './profile/page-profile.ts';
import type { PanelProfile } from './profile/panel-trace.ts';
import type { Measurement } from './recorder.ts';
import type { Soak } from './soak.ts';
import type { StoredEngine } from './stored-engine.ts';

/** What one run of the benchmark has measured: what out/bench.json holds. A part that was not asked for is null. */
export interface Results {
  readonly isQuick: boolean;
  readonly machine: { readonly cores: number; readonly browser: string };
  readonly throughput: Throughput | null;
  readonly recorder: readonly Measurement[] | null;
  readonly live: LiveMeasurement | null;
  readonly engine: readonly SizeMeasurement[] | null;
  readonly stored: StoredEngine | null;
  readonly soak: Soak | null;
  readonly largePanel: LargePanel | null;
  readonly firstRow: FirstRow | null;
  readonly profile: Profile | null;
  readonly bundles: BundleSizes | null;
}

/** Where the time goes, taken in runs of its own: to look costs time too. */
export interface Profile {
  readonly pages: readonly PageProfile[];
  /** null where the panel's process cannot be told. */
  readonly panel: PanelProfile | null;
}
