//! Decides whether a `Content-Type` is `text/event-stream`.
//!
//! Knows the algorithm [extract a MIME type](https://fetch.spec.whatwg.org/#concept-header-extract-mime-type), up to the
//! essence. Must not know what follows from the result.
//!
//! | `Content-Type` | |
//! |---|---|
//! | `Text/Event-Stream ; charset=x` | yes |
//! | `text/event-stream;` | yes |
//! | `text/event-streams` | no |
//! | `text/plain, text/event-stream` | yes: the last value counts |

/// Whether the essence of the header's MIME type is `text/event-stream`.
pub(crate) fn is_event_stream(content_type: &[u8]) -> bool {
    let mut result = false;
    for value in values(content_type) {
        let essence = essence(value);
        // Step 6.3: skip what is no MIME type, and `*/*`.
        if is_mime_type(essence) && essence != b"*/*" {
            result = essence.eq_ignore_ascii_case(b"text/event-stream");
        }
    }
    result
}

/// [Gets, decodes, and splits](https://fetch.spec.whatwg.org/#header-value-get-decode-and-split) the header, at the commas
/// outside of quoted strings.
fn values(header: &[u8]) -> impl Iterator<Item = &[u8]> {
    let (mut quoted, mut escaped) = (false, false);
    header.split(move |byte| {
        match byte {
            _ if escaped => escaped = false,
            b'\\' if quoted => escaped = true,
            b'"' => quoted = !quoted,
            b',' => return !quoted,
            _ => {}
        }
        false
    })
}

/// The part before the parameters, without the HTTP whitespace around it.
fn essence(value: &[u8]) -> &[u8] {
    let mut essence = value.split(|&byte| byte == b';').next().unwrap_or_default();
    while let [b'\t' | b'\n' | b'\r' | b' ', rest @ ..] | [rest @ .., b'\t' | b'\n' | b'\r' | b' '] = essence
    {
        essence = rest;
    }
    essence
}

/// Whether it [parses](https://mimesniff.spec.whatwg.org/#parse-a-mime-type) as a MIME type: two tokens with a slash between
/// them.
fn is_mime_type(essence: &[u8]) -> bool {
    let slash = essence.iter().position(|&byte| byte == b'/').unwrap_or_default();
    slash > 0
        && slash + 1 < essence.len()
        && essence.iter().enumerate().all(|(at, &byte)| at == slash || is_token(byte))
}

/// Whether it is an HTTP token code point: <https://fetch.spec.whatwg.org/#http-token-code-point>
fn is_token(byte: u8) -> bool {
    matches!(byte, b'!' | b'#'..=b'\'' | b'*' | b'+' | b'-' | b'.' | b'0'..=b'9' | b'A'..=b'Z' | b'^'..=b'z' | b'|' | b'~')
}

#[cfg(test)]
mod tests {
    use super::is_event_stream;

    #[test]
    fn parameters_and_case_do_not_matter() {
        for yes in [
            "text/event-stream",
            "TEXT/Event-Stream",
            "text/event-stream;",
            " \ttext/event-stream \t; charset=windows-1251",
            "text/event-stream;charset=\"a,b\"",
            "text/event-stream;x=\"\\\",text/plain",
            "text/plain, text/event-stream",
            "text/event-stream, */*",
            "text/event-stream, nonsense",
            "text/event-stream,",
        ] {
            assert!(is_event_stream(yes.as_bytes()), "{yes}");
        }
    }

    #[test]
    fn any_other_type_is_refused() {
        for no in [
            "",
            "text",
            "text/",
            "/event-stream",
            "text/event-streamX",
            "text/event-stream-bogus",
            "text/event stream",
            "text /event-stream",
            "text/ event-stream",
            "text/event-stream charset=utf-8",
            "text/plain",
            "application/event-stream",
            "text/event-stream, text/plain",
            "*/*",
        ] {
            assert!(!is_event_stream(no.as_bytes()), "{no}");
        }
    }
}
