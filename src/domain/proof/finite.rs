//! Finds NaN and infinities in a value before JSON would write them as `null`.

use serde::ser::{
    Error, Serialize, SerializeMap, SerializeSeq, SerializeStruct, SerializeStructVariant, SerializeTuple,
    SerializeTupleStruct, SerializeTupleVariant, Serializer,
};
use std::fmt::Display;

/// A number that isn't one, or what a value's own serialisation complained about.
#[derive(Debug, thiserror::Error)]
#[error("{0}")]
pub struct NotFinite(String);

impl Error for NotFinite {
    fn custom<T: Display>(message: T) -> Self {
        NotFinite(message.to_string())
    }
}

/// # Errors
/// [`NotFinite`] if any f32 or f64 inside is NaN or infinite.
pub(super) fn check(value: &(impl Serialize + ?Sized)) -> Result<(), NotFinite> {
    value.serialize(Walker)
}

/// A serializer that writes nothing and looks at every number.
struct Walker;

type Walk = Result<(), NotFinite>;

/// Values that hold no other value and no floating number.
macro_rules! plain {
    ($($name:ident($($kind:ty),*))*) => { $(fn $name(self, $(_: $kind),*) -> Walk { Ok(()) })* };
}

impl Serializer for Walker {
    type Ok = ();
    type Error = NotFinite;
    type SerializeSeq = Walker;
    type SerializeTuple = Walker;
    type SerializeTupleStruct = Walker;
    type SerializeTupleVariant = Walker;
    type SerializeMap = Walker;
    type SerializeStruct = Walker;
    type SerializeStructVariant = Walker;

    plain! {
        serialize_bool(bool) serialize_i8(i8) serialize_i16(i16) serialize_i32(i32) serialize_i64(i64)
        serialize_u8(u8) serialize_u16(u16) serialize_u32(u32) serialize_u64(u64) serialize_char(char)
        serialize_str(&str) serialize_bytes(&[u8]) serialize_none() serialize_unit()
        serialize_unit_struct(&'static str) serialize_unit_variant(&'static str, u32, &'static str)
    }

    fn serialize_f32(self, x: f32) -> Walk {
        self.serialize_f64(x.into())
    }

    fn serialize_f64(self, x: f64) -> Walk {
        if x.is_finite() {
            Ok(())
        } else {
            Err(NotFinite(format!("a number is {x}")))
        }
    }

    fn serialize_some<T: Serialize + ?Sized>(self, value: &T) -> Walk {
        check(value)
    }

    fn serialize_newtype_struct<T: Serialize + ?Sized>(self, _: &'static str, value: &T) -> Walk {
        check(value)
    }

    fn serialize_newtype_variant<T: Serialize + ?Sized>(
        self,
        _: &'static str,
        _: u32,
        _: &'static str,
        value: &T,
    ) -> Walk {
        check(value)
    }

    fn serialize_seq(self, _: Option<usize>) -> Result<Walker, NotFinite> {
        Ok(self)
    }

    fn serialize_tuple(self, _: usize) -> Result<Walker, NotFinite> {
        Ok(self)
    }

    fn serialize_tuple_struct(self, _: &'static str, _: usize) -> Result<Walker, NotFinite> {
        Ok(self)
    }

    fn serialize_tuple_variant(self, _: &'static str, _: u32, _: &'static str, _: usize) -> Result<Walker, NotFinite> {
        Ok(self)
    }

    fn serialize_map(self, _: Option<usize>) -> Result<Walker, NotFinite> {
        Ok(self)
    }

    fn serialize_struct(self, _: &'static str, _: usize) -> Result<Walker, NotFinite> {
        Ok(self)
    }

    fn serialize_struct_variant(self, _: &'static str, _: u32, _: &'static str, _: usize) -> Result<Walker, NotFinite> {
        Ok(self)
    }
}

/// Compounds: every member is looked at, nothing is to be done at the end.
macro_rules! compound {
    ($($name:ident: $member:ident($($key:ty)?))*) => { $(impl $name for Walker {
        type Ok = ();
        type Error = NotFinite;
        fn $member<T: Serialize + ?Sized>(&mut self, $(_: $key,)? value: &T) -> Walk { check(value) }
        fn end(self) -> Walk { Ok(()) }
    })* };
}

compound! {
    SerializeSeq: serialize_element()
    SerializeTuple: serialize_element()
    SerializeTupleStruct: serialize_field()
    SerializeTupleVariant: serialize_field()
    SerializeStruct: serialize_field(&'static str)
    SerializeStructVariant: serialize_field(&'static str)
}

impl SerializeMap for Walker {
    type Ok = ();
    type Error = NotFinite;

    fn serialize_key<T: Serialize + ?Sized>(&mut self, _: &T) -> Walk {
        Ok(())
    }

    fn serialize_value<T: Serialize + ?Sized>(&mut self, value: &T) -> Walk {
        check(value)
    }

    fn end(self) -> Walk {
        Ok(())
    }
}
