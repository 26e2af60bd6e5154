// @ts-check

/** @typedef {{ version?: string, integrity?: string, optional?: boolean, devOptional?: boolean }} LockedPackage */
/** @typedef {{ packages: Readonly<Record<string, LockedPackage>> }} Lockfile */

/**
 * Whether an install (npm's `node_modules/.package-lock.json`) is the one that package-lock.json
 * asks for. Optional packages may be missing: they are for other machines.
 *
 * @param {Lockfile} lock
 * @param {Lockfile} installed
 */
export function holdsWhatLockSays(lock, installed) {
  // The entry '' is the project itself, which is not in node_modules.
  const wanted = Object.entries(lock.packages).filter(([path]) => path !== '');
  const isSettled = wanted.every(([path, { version, integrity, optional, devOptional }]) => {
    const present = installed.packages[path];
    if (!present) return optional === true || devOptional === true;
    return present.version === version && present.integrity === integrity;
  });
  return isSettled && Object.keys(installed.packages).every((path) => path in lock.packages);
}
