// An address that leads nowhere.
import { Link } from "@tanstack/react-router";
import { Compass } from "lucide-react";
import { buttonLook } from "~/components/button";
import { EmptyState } from "~/components/nothing-here";
import { Page } from "~/components/page";

export function Lost() {
  return (
    <Page title="Nothing here">
      <EmptyState icon={Compass} title="No page has this address" act={<Link to="/" className={buttonLook()}>To the overview</Link>}>
        It may have been mistyped, or the link is of another version.
      </EmptyState>
    </Page>
  );
}
