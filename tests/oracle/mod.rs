//! The HTML Standard's algorithm for a stream, in its own order and words: everything is decoded, then cut into lines, then
//! each line is processed. It is slow, and short enough to be compared with the standard's text.
//!
//! Knows [§ 9.2.5 and § 9.2.6](https://html.spec.whatwg.org/multipage/server-sent-events.html#parsing-an-event-stream);
//! must not know the crate, and shares no line with it. [`agreement`] compares the parser with it, and [`host`] the
//! connection.

pub(crate) mod agreement;
pub(crate) mod host;

#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Event {
    pub(crate) event_type: String,
    pub(crate) data: String,
    pub(crate) last_event_id: String,
}

/// An event source that reads one stream, as far as it has read.
#[derive(Clone, Debug, Default)]
pub(crate) struct Source {
    pub(crate) events: Vec<Event>,
    pub(crate) last_event_id: String,
    pub(crate) retry: Option<u32>,
    data_buffer: String,
    event_type_buffer: String,
    last_event_id_buffer: String,
}

impl Source {
    /// Deviation: the last event ID buffer starts as the string, not empty. All browsers keep the ID over a reconnection.
    pub(crate) fn new(last_event_id: &str) -> Self {
        let own = last_event_id.to_owned();
        Source { last_event_id: own.clone(), last_event_id_buffer: own, ..Source::default() }
    }

    /// "The steps to process the line".
    pub(crate) fn process_line(&mut self, line: &str) {
        if line.is_empty() {
            self.dispatch();
        } else if line.starts_with(':') {
            // Ignore the line.
        } else if let Some((field, value)) = line.split_once(':') {
            self.process_field(field, value.strip_prefix(' ').unwrap_or(value));
        } else {
            self.process_field(line, "");
        }
    }

    /// "The steps to process the field".
    fn process_field(&mut self, field: &str, value: &str) {
        match field {
            "event" => self.event_type_buffer = value.to_owned(),
            "data" => self.data_buffer = format!("{}{value}\n", self.data_buffer),
            "id" if !value.contains('\0') => self.last_event_id_buffer = value.to_owned(),
            "retry" if !value.is_empty() && value.chars().all(|it| it.is_ascii_digit()) => {
                self.retry = Some(value.parse().map_or(MAX_RETRY, |retry: u32| retry.min(MAX_RETRY)));
            }
            _ => {}
        }
    }

    /// "Dispatch the event", up to the task that fires it.
    fn dispatch(&mut self) {
        self.last_event_id = self.last_event_id_buffer.clone();
        let data = std::mem::take(&mut self.data_buffer);
        let event_type = std::mem::take(&mut self.event_type_buffer);
        if data.is_empty() {
            return;
        }
        self.events.push(Event {
            event_type: if event_type.is_empty() { "message".to_owned() } else { event_type },
            data: data.strip_suffix('\n').unwrap_or(&data).to_owned(),
            last_event_id: self.last_event_id.clone(),
        });
    }

    /// The size of the three buffers.
    pub(crate) fn held(&self) -> usize {
        self.data_buffer.len() + self.event_type_buffer.len() + self.last_event_id_buffer.len()
    }

    /// The least size of the three buffers before decoding. A U+FFFD may have been a single byte.
    pub(crate) fn received(&self) -> usize {
        let buffers = [&self.data_buffer, &self.event_type_buffer, &self.last_event_id_buffer];
        let replacements: usize = buffers.iter().map(|buffer| buffer.matches('\u{FFFD}').count()).sum();
        self.held() - 2 * replacements
    }
}

/// The lines of a stream, and the rest behind the last line end, which is no line.
pub(crate) fn lines(stream: &[u8]) -> (Vec<String>, String) {
    let stream = stream.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(stream);
    let text = String::from_utf8_lossy(stream).replace("\r\n", "\n").replace('\r', "\n");
    let mut lines: Vec<String> = text.split('\n').map(str::to_owned).collect();
    let rest = lines.pop().unwrap_or_default();
    (lines, rest)
}

/// A source that had this ID, after it has read the whole stream.
pub(crate) fn interpret(stream: &[u8], last_event_id: &str) -> Source {
    let mut source = Source::new(last_event_id);
    lines(stream).0.iter().for_each(|line| source.process_line(line));
    source
}

/// Deviation: a timer can hold no more.
const MAX_RETRY: u32 = i32::MAX as u32;
