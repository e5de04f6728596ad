import LinliModel

/// Addresses as foreigners write them: building 8 unit 2, Block 6, 18th floor, apt 1204.
extension AddressReader {
    private static let buildings: [StaticString] = ["building", "block", "bldg", "tower", "blk"]
    private static let homes: [StaticString] = ["unit", "apartment", "apt", "flat", "room"]
    private static let floors: [StaticString] = ["floor", "level"]
    /// So far back a lift is named, in characters.
    private static let liftReach = 40

    func english(_ start: Int) -> AddressReading? {
        var cursor = TextCursor(codes, at: start)
        var reading = AddressReading(range: start..<start)
        while englishPart(&cursor, &reading) {
            reading.range = start..<cursor.position
            while cursor.peek() == " " || cursor.peek() == "," || cursor.peek() == "，" {
                cursor.position += 1
            }
        }
        return reading.slots.isEmpty ? nil : reading
    }

    /// One part that is not known yet, and the cursor behind it.
    private func englishPart(_ cursor: inout TextCursor, _ reading: inout AddressReading) -> Bool {
        var trial = cursor
        if reading.building == nil, trial.acceptAny(Self.buildings), let name = englishName(&trial) {
            reading.building = name
        } else if trial.acceptAny(Self.homes), let number = englishNumber(&trial) {
            if number.digits.count >= 3 {
                guard reading.room == nil else { return false }
                reading.room = AddressReading.room(number.digits)
            } else {
                guard reading.unit == nil else { return false }
                reading.unit = trimmed(number.digits)
            }
        } else if reading.floor == nil, let number = englishFloor(&trial) {
            reading.floor = trimmed(number.digits)
        } else {
            return false
        }
        cursor = trial
        return true
    }

    /// "8", "A2", "A" behind the word for a building.
    private func englishName(_ cursor: inout TextCursor) -> String? {
        skipSign(&cursor)
        var name = ""
        if CodeClass.isLetter(cursor.peek()), !CodeClass.isLetter(cursor.peek(1)) {
            name = String(codes: [cursor.peek()]).uppercased()
            cursor.position += 1
        }
        if CodeClass.isDigit(cursor.peek()) {
            guard let number = cursor.number(), number.digits.count <= 3 else { return nil }
            name += trimmed(number.digits)
        }
        return name.isEmpty ? nil : name
    }

    private func englishNumber(_ cursor: inout TextCursor) -> NumberReader.Number? {
        skipSign(&cursor)
        guard CodeClass.isDigit(cursor.peek()), let number = cursor.number(), number.digits.count <= 4 else {
            return nil
        }
        return number
    }

    /// stuck between 7 and 8: two floors, the one above the other, of a lift. `cursor` stands behind between.
    private func englishSpan(_ cursor: TextCursor) -> NumberReader.Number? {
        var trial = cursor
        guard let first = englishNumber(&trial), trial.acceptAny([" and ", " & "]),
            let last = englishNumber(&trial), last.value == first.value + 1, last.value < 100,
            codes[..<cursor.position].indices.suffix(Self.liftReach).contains(where: {
                TextCursor(codes, at: $0).seesAny(["lift", "elevator", "stuck"])
            })
        else { return nil }
        return NumberReader.Number(
            digits: "\(first.value)-\(last.value)", value: first.value, end: last.end, isSpoken: false)
    }

    /// floor 11, 18th floor, between 7 and 8.
    private func englishFloor(_ cursor: inout TextCursor) -> NumberReader.Number? {
        var trial = cursor
        if trial.acceptAny(Self.floors) {
            guard let number = englishNumber(&trial), number.value < 100 else { return nil }
            cursor = trial
            return number
        }
        if trial.accept("between "), let span = englishSpan(trial) {
            cursor.position = span.end
            return span
        }
        guard let number = englishNumber(&trial), number.value < 100 else { return nil }
        // 3F: the letter ends the word.
        if trial.position - cursor.position <= 2, trial.peek() == "f", !CodeClass.isLetter(trial.peek(1)),
            !CodeClass.isDigit(trial.peek(1))
        {
            cursor.position = trial.position + 1
            return number
        }
        guard trial.acceptAny(["st", "nd", "rd", "th"]) else { return nil }
        skipSign(&trial)
        guard trial.acceptAny(Self.floors) else { return nil }
        cursor = trial
        return number
    }

    /// A space, "no." or "#" before a number.
    private func skipSign(_ cursor: inout TextCursor) {
        _ = cursor.accept(" ")
        if cursor.acceptAny(["no.", "number", "no", "#"]) { _ = cursor.accept(" ") }
    }
}
