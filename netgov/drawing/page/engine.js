/* The drawing engine vis-network, which stands packed in the page: half of the file's size.
   The page's policy lets it run only if it is, to the letter, the one that Python packed. */

import { inflateSync, strFromU8 } from "fflate";

const packed = atob(document.getElementById("engine").textContent);
const script = document.createElement("script");
script.textContent = strFromU8(inflateSync(Uint8Array.from(packed, (sign) => sign.charCodeAt(0))));
document.head.append(script);
