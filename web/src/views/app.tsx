import { sessionState } from '../state/session.ts';
import { Desk } from './desk.tsx';
import { SignIn } from './sign-in.tsx';

export function App() {
  const state = sessionState.value;
  switch (state.kind) {
    case 'unknown':
      return <div class="waiting" aria-busy="true" />;
    case 'signed-out':
      return <SignIn />;
    case 'signed-in':
      return <Desk jmap={state.jmap} key={state.jmap.session.username} />;
  }
}
