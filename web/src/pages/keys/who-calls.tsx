// What keys mean for whoever looks: nothing is asked here, or the caller's own key is not in the list.
import { Notice } from "~/components/notice";
import type { Me } from "~/services/me";

export function WhoCalls({ me }: { me: Me | undefined }) {
  if (me?.open)
    return (
      <Notice tone="warn" title="This service asks for no key">
        Whoever reaches it may do everything. Keys can be made already, and work; they are asked for once it is started with{" "}
        <code>AUTH_MODE=keys</code>.
      </Notice>
    );
  if (me?.who.kind === "static")
    return (
      <Notice title="You use a key of the service's own settings">
        <code>API_KEY</code> and <code>ADMIN_KEY</code> are not in this list: whoever runs the service changes them there, and restarts it.
      </Notice>
    );
  return null;
}
