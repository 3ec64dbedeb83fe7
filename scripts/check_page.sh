#!/usr/bin/env bash
# Does a study's page open in a real browser as it should, offline, in light and dark, wide, narrow and on paper?
#
#   scripts/check_page.sh [--keep FOLDER] [PAGE.html ...]
#
# Without a page it lives some nights of shipped studies and makes their pages anew, with $SLACKWATER or target/release/slackwater.
# Each page is opened in headless Chromium at 1366 and at 400 pixels, in light and in dark, and printed to PDF. It fails on
#
#   - any message on the console,
#   - anything asked for beyond the file itself,
#   - a picture that is blank, or not as light or dark as asked for,
#   - a page wider than its window (a table that is wider scrolls in a box of its own),
#   - a word cut off at the edge of the sheet, or headings of the page that are not in print.
#
# It can't see what is ugly: --keep FOLDER leaves the pictures to be looked at.
# Ends with 0 if all is well, 1 if a page is not, 3 if there is no browser to look with, or not what goes with it.
set -euo pipefail
cd "$(dirname "$0")/.."

keep=
pages=()
while [ "$#" -gt 0 ]; do
    case $1 in
        --keep) keep=${2:?--keep takes a folder}; shift 2 ;;
        -*) echo "unknown: $1; expected [--keep FOLDER] [PAGE.html ...]" >&2; exit 2 ;;
        *) pages+=("$(realpath "$1")"); shift ;;
    esac
done

browser=
for name in "${CHROMIUM:-}" chromium chromium-browser google-chrome; do
    if [ -n "$name" ] && command -v "$name" >/dev/null; then browser=$name; break; fi
done
if [ -z "$browser" ]; then
    echo "NOT LOOKED AT: there is no Chromium here, so no page was opened. Install chromium, or name one in CHROMIUM." >&2
    exit 3
fi
for tool in convert pdfinfo pdftotext; do
    command -v "$tool" >/dev/null || { echo "NOT LOOKED AT: $tool is missing; install imagemagick and poppler-utils" >&2; exit 3; }
done

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
shots=${keep:-$work/shots}
mkdir -p "$shots"
shots=$(realpath "$shots")

if [ "${#pages[@]}" -eq 0 ]; then
    program=${SLACKWATER:-target/release/slackwater}
    # Two doctrines; many at once; two axes with a map.
    for study in the_question:100 all_doctrines:12 harm_per_interception:8; do
        name=${study%:*}
        "$program" study run "$name" --nights "${study#*:}" --out "$work/$name.csv" --quiet
        "$program" study report "$work/$name.csv" --html "$work/$name.html" --pull 0.1 >/dev/null
        pages+=("$work/$name.html")
    done
fi

bad=0
fault() {
    echo "  FAULT: $*" >&2
    bad=$((bad + 1))
}

# Opens an address with what is left of the arguments; the browser's own noise stays in its log.
look() {
    local log=$1 address=$2
    shift 2
    # No sandbox: as root there is none, and the file is ours. Names lead nowhere, so nothing can come from a network.
    timeout 60 "$browser" --headless --no-sandbox --disable-gpu --hide-scrollbars --no-first-run --disable-extensions \
        --disable-background-networking --disable-component-update --disable-sync --user-data-dir="$work/profile" \
        --host-resolver-rules='MAP * ~NOTFOUND' --enable-logging=stderr --v=0 --log-net-log="$work/net.json" \
        "$@" "$address" 2>"$log" || { fault "the browser ended with code $?"; tail -n 3 "$log" >&2; }
    if grep 'CONSOLE' "$log" >&2; then fault "it wrote on the console"; fi
    # What a page asks for has an opaque origin or that of a file; what the browser does for itself has none.
    if grep -oE '"initiator":"(null|file:[^"]*)".*"url":"(https?|wss?|ftp):[^"]*"' "$work/net.json" | grep -oE '"url":"[^"]*"' >&2; then
        fault "it asked for something that is not in the file"
    fi
}

# Prints "width inner_width scroll_width height culprit" of the page in a frame of each width: what sticks out is not seen otherwise.
measure() {
    local page=$1 width frames=
    for width in 1366 400; do
        frames+="<iframe src=\"file://$page\" style=\"border:0;width:${width}px;height:800px\"></iframe>"
    done
    cat >"$work/frame.html" <<FRAME
<!DOCTYPE html><meta charset="utf-8"><title>frames</title>$frames<pre id="out"></pre><script>
addEventListener("load", () => {
  for (const frame of document.querySelectorAll("iframe")) {
    const inside = frame.contentDocument, root = inside.documentElement;
    const shown = (e) => !e.closest("svg") && (e.matches(".wide") || !e.closest(".wide"));
    const out = [...inside.querySelectorAll("body *")].find((e) => shown(e) && (e.getBoundingClientRect().right > root.clientWidth || !e.matches(".wide") && e.scrollWidth > e.clientWidth + 1 && e.clientWidth > 0 && e.matches("p, li, h1, h2, h3, figcaption, summary")));
    const culprit = out ? out.tagName + "." + out.className + " " + out.textContent.trim().slice(0, 40).replace(/[<&]/g, "") : "-";
    document.getElementById("out").textContent += ["frame", frame.clientWidth, root.clientWidth, root.scrollWidth, root.scrollHeight, culprit].join(" ") + "\n";
  }
});
</script>
FRAME
    look "$work/log" "file://$work/frame.html" --allow-file-access-from-files --dump-dom --window-size=1500,1700 >"$work/dom"
    sed -nE 's/^(<.*>)?frame ([0-9]+ )/\2/p' "$work/dom"
}

picture() {
    local page=$1 shot=$2 scheme=$3 width=$4 height=$5 colours light
    # 0 is dark and 1 is light.
    look "$work/log" "file://$page" --blink-settings=preferredColorScheme="$([ "$scheme" = dark ] && echo 0 || echo 1)" \
        --window-size="$width,$height" --screenshot="$shot"
    if [ ! -s "$shot" ]; then fault "no picture at $width pixels, $scheme"; return; fi
    # Sampled: counting over all pixels takes as long as the browser.
    read -r colours light < <(convert "$shot" -sample 25% -format '%k %[fx:int(100*mean)]\n' info:)
    echo "  $width pixels, $scheme: $height high, $colours colours, $light % light"
    if [ "$colours" -lt 50 ]; then fault "the picture is blank"; fi
    if [ "$scheme" = dark ] && [ "$light" -gt 40 ]; then fault "dark is not dark"; fi
    if [ "$scheme" = light ] && [ "$light" -lt 60 ]; then fault "light is not light"; fi
}

for page in "${pages[@]}"; do
    name=$(basename "$page" .html)
    echo "$name"
    measure "$page" >"$work/measured"
    if [ "$(wc -l <"$work/measured")" -ne 2 ]; then fault "could not be measured"; continue; fi
    while read -r width inner scroll height culprit; do
        if [ "$scroll" -gt "$inner" ] || [ "$culprit" != - ]; then
            fault "at $width pixels the page is $scroll wide in $inner, first of it: $culprit"
        fi
        # A picture of more than 16,000 pixels can't be taken in one piece.
        if [ "$height" -gt 16000 ]; then height=16000; fi
        for scheme in light dark; do
            # The first page in all four ways, the others in two: colours come from one sheet.
            if [ "$page" = "${pages[0]}" ] || [ "$width$scheme" = 1366light ] || [ "$width$scheme" = 400dark ] || [ -n "$keep" ]; then
                picture "$page" "$shots/$name.$width.$scheme.png" "$scheme" "$width" "$height"
            fi
        done
    done <"$work/measured"
    paper=$shots/$name.pdf
    look "$work/log" "file://$page" --no-pdf-header-footer --print-to-pdf="$paper"
    if [ ! -s "$paper" ]; then fault "it does not print"; continue; fi
    echo "  on paper: $(pdfinfo "$paper" | sed -nE 's/^Pages: +//p') sheets"
    pdftotext -bbox "$paper" "$work/words"
    cut=$(awk -F'"' '/<page /{wide=$2; high=$4} /<word /{if ($2 < 0 || $4 < 0 || $6 > wide || $8 > high) print $0}' "$work/words" | head -n 3)
    if [ -n "$cut" ]; then fault "cut off at the edge of the sheet: $cut"; fi
    # Headings in print break over lines and at hyphens, so neither these nor white space are compared.
    printed=$(pdftotext "$paper" - | tr -d '[:space:]-')
    while read -r heading; do
        if [[ $printed != *"$heading"* ]]; then fault "not in print: $heading"; fi
    done < <(grep -oE '<(h[123]|summary)>[^<]*' "$page" | sed -E 's/^<[^>]*>//; s/&#39;/'"'"'/g; s/&quot;/"/g; s/&lt;/</g; s/&gt;/>/g; s/&amp;/\&/g' | tr -d ' \t-')
done

if [ "$bad" -gt 0 ]; then
    echo "$bad faults in ${#pages[@]} pages" >&2
    exit 1
fi
echo "${#pages[@]} pages opened and printed as they should"
