// Who uses the page, and what they may do: buttons that they may not press are not there.
import { useQuery } from "@tanstack/react-query";
import { useSyncExternalStore } from "react";
import * as me from "~/services/me";
import { callerOf, type Credentials, session } from "~/session/session";

/** What this tab shows the service, as it changes. */
export function useCredentials(): Credentials {
  return useSyncExternalStore(session.subscribe, session.current);
}

/** Who the service takes the caller for; `may` says no until that is known. */
export function useMe() {
  const query = useQuery(me.show(callerOf(useCredentials())));
  const scopes = query.data?.scopes ?? [];
  return { ...query, may: (scope: me.Scope) => scopes.includes(scope) };
}

/** Whether the caller may do what takes this scope. */
export function useMay(scope: me.Scope): boolean {
  return useMe().may(scope);
}
