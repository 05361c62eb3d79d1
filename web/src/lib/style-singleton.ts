// Stands in for `react-style-singleton`: the same styles as adopted sheets, since `style-src 'self'` refuses <style>.
import { type ComponentType, useEffect, useState } from "react";

interface Sheet {
  add: (css: string) => void;
  remove: () => void;
}

/** Styles that are there while at least one user of them is. */
export function stylesheetSingleton(): Sheet {
  let users = 0;
  let sheet: CSSStyleSheet | null = null;
  return {
    add(css) {
      users += 1;
      if (sheet) return;
      sheet = new CSSStyleSheet();
      sheet.replaceSync(css);
      document.adoptedStyleSheets = [...document.adoptedStyleSheets, sheet];
    },
    remove() {
      users -= 1;
      if (users > 0 || !sheet) return;
      document.adoptedStyleSheets = document.adoptedStyleSheets.filter((other) => other !== sheet);
      sheet = null;
    },
  };
}

/** The same as a hook: the styles are there while the component is. */
export function styleHookSingleton(): (css: string, dynamic?: boolean) => void {
  const sheet = stylesheetSingleton();
  return (css, dynamic) => {
    const [first] = useState(css); // styles that are not said to change are taken as they were first
    const wanted = dynamic ? css : first;
    useEffect(() => {
      sheet.add(wanted);
      return () => sheet.remove();
    }, [wanted]);
  };
}

/** The same as a component that shows nothing. */
export function styleSingleton(): ComponentType<{ styles: string; dynamic?: boolean }> {
  const useStyles = styleHookSingleton();
  return function Styles({ styles, dynamic }) {
    useStyles(styles, dynamic);
    return null;
  };
}
