//! The buffers that the standard fills for one event: data, event type and last event ID.
//!
//! Knows places in a text, and moves lines of data together. Must not know lines, fields or chunks.

use alloc::vec::Vec;

use super::buffer::shift;
use super::chunk::Chunk;
use crate::batch::Span;

/// The buffers of the standard for one event, as places in the text.
#[derive(Debug, Default)]
pub(super) struct EventBuffers {
    /// The data buffer without its last line feed. `None` if the event has no `data` field.
    pub(super) data: Option<Span>,
    /// The event type buffer.
    pub(super) event_type: Span,
    /// The last event ID buffer. `None` if the event has no `id` field: then it equals the last event ID string.
    pub(super) id: Option<Span>,
}

impl EventBuffers {
    /// Appends a value to the data buffer, behind a line feed unless it is the first one.
    #[cfg_attr(target_feature = "simd128", inline(always))]
    pub(super) fn append_data(&mut self, text: &mut [u8], value: Span) {
        let Some(data) = self.data else {
            self.data = Some(value);
            return;
        };
        let start = data.end() + 1;
        if self.event_type.end() > start || self.id.is_some_and(|id| id.end() > start) {
            self.move_strings_behind(text, start, value);
        } else {
            shift(text, value, start);
        }
        // The name of the field was between the two values, so this byte is free.
        if let Some(line_feed) = text.get_mut(data.end()) {
            *line_feed = b'\n';
        }
        self.data = Some(Span::new(data.start(), start + value.len()));
    }

    /// Moves a value to `to`, the end of the data buffer. The event type and the ID may lie between the two, where the
    /// value goes: they move to where the value ended.
    ///
    /// They move only if they are in the way. The space between the data and the next value grows with every field
    /// name, so within a chunk this becomes rare.
    #[inline(never)]
    fn move_strings_behind(&mut self, text: &mut [u8], to: usize, value: Span) {
        // One byte more, for the next line feed.
        let end = to + value.len() + 1;
        let mut strings = [self.event_type, self.id.unwrap_or_default()];
        let in_the_way = strings.iter().any(|string| string.end() > to && string.start() < end);
        let mut moved = Vec::new();
        for string in strings.iter().filter(|string| string.end() > to) {
            moved.extend_from_slice(string.of(text));
        }
        shift(text, value, to);
        if !in_the_way {
            return;
        }
        let mut place = value.end() - moved.len();
        let free = text.get_mut(place..value.end()).unwrap_or_default();
        moved.as_slice().copy_to(free);
        for string in strings.iter_mut().filter(|string| string.end() > to) {
            *string = Span::new(place, place + string.len());
            place = string.end();
        }
        self.event_type = strings[0];
        self.id = self.id.map(|_| strings[1]);
    }

    /// What must survive the chunk, as parts of the text.
    pub(super) fn kept(&self) -> [Span; 3] {
        // One byte more, for the line feed between this line of data and the next.
        let data = self.data.map_or(Span::default(), |data| Span::new(data.start(), data.end() + 1));
        [self.event_type, self.id.unwrap_or_default(), data]
    }

    /// How long those parts are together.
    pub(super) fn kept_length(&self) -> usize {
        self.length() + self.id.unwrap_or_default().len()
    }

    /// Says where those parts are now.
    pub(super) fn set_kept(&mut self, [event_type, id, data]: [Span; 3]) {
        self.event_type = event_type;
        self.id = self.id.map(|_| id);
        self.data = self.data.map(|_| Span::new(data.start(), data.end() - 1));
    }

    /// How many bytes the data and the event type hold.
    pub(super) fn length(&self) -> usize {
        self.data.map_or(0, |data| data.len() + 1) + self.event_type.len()
    }
}
