import { type Signal, signal } from '@preact/signals';
import { parseRoute, type Route, routeText } from '../state/route.ts';

/** Where the person is: what stands behind the # of the address. */
export const currentRoute: Signal<Route> = signal(parseRoute(location.hash));

window.addEventListener('hashchange', () => {
  currentRoute.value = parseRoute(location.hash);
});

export function goTo(route: Route): void {
  location.hash = routeText(route);
}
