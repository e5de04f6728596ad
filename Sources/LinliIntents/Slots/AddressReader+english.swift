import LinliModel

/// Addresses as foreigners write them: building 8 unit 2, Block 6, 18th floor, apt 1204.
extension AddressReader {
    private static let buildings: [StaticString] = ["building", "block", "bldg", "tower", "blk"]
    private static let homes: [StaticString] = ["unit", "apartment", "apt", "flat", "room"]
    private static let floors: [StaticString] = ["floor", "level"]

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

    /// floor 11, 18th floor.
    private func englishFloor(_ cursor: inout TextCursor) -> NumberReader.Number? {
        var trial = cursor
        if trial.acceptAny(Self.floors) {
            guard let number = englishNumber(&trial), number.value < 100 else { return nil }
            cursor = trial
            return number
        }
        guard let number = englishNumber(&trial), number.value < 100,
            trial.acceptAny(["st", "nd", "rd", "th"])
        else { return nil }
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
