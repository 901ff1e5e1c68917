/** Tells that a view's picture is on the screen: what tests and benchmarks wait for. */

export function shown(view: string): void {
  const { dataset } = document.documentElement;
  if (dataset.picture === undefined) performance.mark('first-picture');
  dataset.picture = view;
  document.dispatchEvent(new Event('picture'));
}
