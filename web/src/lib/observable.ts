// A value that goes on changing when no component looks, for long acts; components follow it by `useSyncExternalStore`.

export class Observable<Value> {
  private readonly watchers = new Set<() => void>();

  constructor(private value: Value) {}

  current = (): Value => this.value;

  subscribe = (watcher: () => void): (() => void) => {
    this.watchers.add(watcher);
    return () => this.watchers.delete(watcher);
  };

  protected set(value: Value): void {
    this.value = value;
    for (const watcher of this.watchers) watcher();
  }
}
