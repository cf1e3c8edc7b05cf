//! Calendar dates as writers type them: `2026-11-23`.
//!
//! No clock and no time zone live here; the build date is an argument of the build.

use std::fmt;
use std::str::FromStr;

/// A day of the proleptic Gregorian calendar, valid by construction.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Date {
    year: u16,
    month: u8,
    day: u8,
}

impl Date {
    /// `None` unless the three numbers name a day that exists, in the years 1 to 9999.
    pub fn new(year: u16, month: u8, day: u8) -> Option<Date> {
        let valid = (1..=9999).contains(&year)
            && (1..=12).contains(&month)
            && (1..=days_in_month(year, month)).contains(&day);
        valid.then_some(Date { year, month, day })
    }

    /// The day that holds this many seconds since 1970-01-01 00:00 UTC, clamped to the year 9999.
    pub fn from_unix_seconds(seconds: u64) -> Date {
        let last = Date { year: 9999, month: 12, day: 31 };
        Date::from_days_since_epoch((seconds / 86_400).try_into().unwrap_or(i64::MAX)).unwrap_or(last)
    }

    /// Year, 1 to 9999.
    pub fn year(self) -> u16 {
        self.year
    }

    /// Month, 1 to 12.
    pub fn month(self) -> u8 {
        self.month
    }

    /// Day of the month, 1 to 31.
    pub fn day(self) -> u8 {
        self.day
    }

    /// The day this many days later; the last representable day when it lies beyond the year 9999.
    pub fn plus_days(self, days: u32) -> Date {
        let last = Date { year: 9999, month: 12, day: 31 };
        Date::from_days_since_epoch(self.days_since_epoch() + i64::from(days)).unwrap_or(last)
    }

    /// Days since 1970-01-01. Algorithm: Howard Hinnant, “chrono-compatible low-level date
    /// algorithms”, `days_from_civil`.
    fn days_since_epoch(self) -> i64 {
        let (month, day) = (i64::from(self.month), i64::from(self.day));
        let year = i64::from(self.year) - i64::from(month <= 2);
        let era = year.div_euclid(400);
        let year_of_era = year.rem_euclid(400);
        let day_of_year = (153 * ((month + 9) % 12) + 2) / 5 + day - 1;
        let day_of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;
        era * 146_097 + day_of_era - 719_468
    }

    /// The inverse, `civil_from_days` of the same source.
    fn from_days_since_epoch(days: i64) -> Option<Date> {
        let shifted = days.checked_add(719_468)?;
        let era = shifted.div_euclid(146_097);
        let day_of_era = shifted.rem_euclid(146_097);
        let year_of_era =
            (day_of_era - day_of_era / 1_460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
        let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
        let shifted_month = (5 * day_of_year + 2) / 153;
        let day = day_of_year - (153 * shifted_month + 2) / 5 + 1;
        let month = if shifted_month < 10 { shifted_month + 3 } else { shifted_month - 9 };
        let year = era.checked_mul(400)? + year_of_era + i64::from(month <= 2);
        Date::new(year.try_into().ok()?, month.try_into().ok()?, day.try_into().ok()?)
    }
}

impl FromStr for Date {
    type Err = ();

    /// Accepts exactly `YYYY-MM-DD`.
    fn from_str(text: &str) -> Result<Date, ()> {
        let bytes = text.as_bytes();
        let shape = bytes.len() == 10
            && bytes.iter().enumerate().all(|(i, b)| match i {
                4 | 7 => *b == b'-',
                _ => b.is_ascii_digit(),
            });
        if !shape {
            return Err(());
        }
        let number = |range: std::ops::Range<usize>| text[range].parse::<u16>().map_err(|_| ());
        let small = |n: u16| u8::try_from(n).map_err(|_| ());
        Date::new(number(0..4)?, small(number(5..7)?)?, small(number(8..10)?)?).ok_or(())
    }
}

impl fmt::Display for Date {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04}-{:02}-{:02}", self.year, self.month, self.day)
    }
}

fn days_in_month(year: u16, month: u8) -> u8 {
    let leap = year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400));
    match month {
        2 if leap => 29,
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    }
}

#[cfg(test)]
mod tests {
    use super::Date;
    use proptest::prelude::*;

    #[test]
    fn only_days_that_exist_parse() {
        for good in ["2026-11-23", "2024-02-29", "2000-02-29", "0001-01-01", "9999-12-31"] {
            assert_eq!(good.parse::<Date>().map(|d| d.to_string()), Ok(good.to_string()));
        }
        for bad in [
            "2026-02-30",
            "2026-02-29",
            "1900-02-29",
            "2026年1月1日",
            "2026-1-1",
            "2026-13-01",
            "0000-01-01",
            "",
        ] {
            assert!(bad.parse::<Date>().is_err(), "{bad}");
        }
    }

    #[test]
    fn unix_seconds_give_the_utc_day() {
        assert_eq!(Date::from_unix_seconds(0).to_string(), "1970-01-01");
        assert_eq!(Date::from_unix_seconds(951_782_399).to_string(), "2000-02-28");
        assert_eq!(Date::from_unix_seconds(951_782_400).to_string(), "2000-02-29");
        assert_eq!(Date::from_unix_seconds(u64::MAX).to_string(), "9999-12-31");
    }

    proptest! {
        #[test]
        fn adding_days_is_the_inverse_of_counting_them(seconds in 0u64..200_000_000_000, days in 0u32..40_000) {
            let start = Date::from_unix_seconds(seconds);
            let expected = Date::from_unix_seconds(seconds + u64::from(days) * 86_400);
            prop_assert_eq!(start.plus_days(days), expected);
        }
    }
}
