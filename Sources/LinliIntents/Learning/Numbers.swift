import Foundation

/// Numbers in a row that nothing changes any more: in memory of their own, or a stretch of a mapped file.
struct Numbers<Number: BitwiseCopyable & Equatable & Sendable>: RandomAccessCollection {
    private let block: NumberBlock
    private let numbers: UnsafeBufferPointer<Number>

    init(_ array: [Number]) {
        block = NumberBlock(copying: array)
        numbers = block.bytes.bindMemory(to: Number.self)
    }

    /// Nil where the block has no such stretch.
    init?(_ block: NumberBlock, _ stretch: NumberBlock.Stretch) {
        let (bytes, isTooLong) = stretch.count.multipliedReportingOverflow(by: MemoryLayout<Number>.stride)
        guard !isTooLong, bytes >= 0, stretch.offset >= 0, stretch.offset <= block.bytes.count,
            stretch.offset % MemoryLayout<Number>.alignment == 0, bytes <= block.bytes.count - stretch.offset
        else { return nil }
        self.block = block
        let part = UnsafeRawBufferPointer(rebasing: block.bytes[stretch.offset..<(stretch.offset + bytes)])
        numbers = part.bindMemory(to: Number.self)
    }

    var startIndex: Int { 0 }
    var endIndex: Int { numbers.count }
    subscript(index: Int) -> Number { numbers[index] }

    var bytes: Data { Data(buffer: numbers) }
}

extension Numbers: @unchecked Sendable {
    // The memory is only read, and lives as long as the block that goes with it.
}

extension Numbers: Equatable {
    static func == (one: Numbers, other: Numbers) -> Bool { one.elementsEqual(other) }
}

/// Memory that is only read: of the process itself, or a file mapped into it.
final class NumberBlock {
    /// Where numbers lie in a file.
    struct Stretch: Codable, Equatable {
        /// Bytes from the beginning.
        var offset: Int
        /// Numbers, not bytes.
        var count: Int
    }

    let bytes: UnsafeRawBufferPointer
    private let isMapped: Bool

    init<Number: BitwiseCopyable>(copying array: [Number]) {
        let memory = UnsafeMutableRawBufferPointer.allocate(
            byteCount: array.count * MemoryLayout<Number>.stride, alignment: 8)
        array.withUnsafeBytes { memory.copyMemory(from: $0) }
        bytes = UnsafeRawBufferPointer(memory)
        isMapped = false
    }

    /// A whole file. Of its pages those are in memory that were read lately, and the system takes them back
    /// when it needs them. The file must not be shortened while it is mapped: who replaces it writes another
    /// and renames it. Nil where there is no such file, or an empty one.
    init?(mapping path: String) {
        let file = open(path, O_RDONLY | O_CLOEXEC)
        guard file >= 0 else { return nil }
        defer { close(file) }
        var status = stat()
        guard fstat(file, &status) == 0, status.st_size > 0,
            let start = mmap(nil, Int(status.st_size), PROT_READ, MAP_PRIVATE, file, 0), start != MAP_FAILED
        else { return nil }
        bytes = UnsafeRawBufferPointer(start: start, count: Int(status.st_size))
        isMapped = true
    }

    /// Gives the pages of a file that were read so far back to the system; they are read again when needed.
    func letGo() {
        guard isMapped else { return }
        madvise(UnsafeMutableRawPointer(mutating: bytes.baseAddress), bytes.count, MADV_DONTNEED)
    }

    deinit {
        if isMapped {
            munmap(UnsafeMutableRawPointer(mutating: bytes.baseAddress), bytes.count)
        } else {
            bytes.deallocate()
        }
    }
}
