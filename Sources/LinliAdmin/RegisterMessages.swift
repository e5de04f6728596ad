// What the admin API says about the three lists (三项清单): resources, needs, projects.

/// A wish of the register. Who has wished is not among what is told.
package struct Need: Codable, Sendable, Hashable {
    /// `N-07`.
    package var number: String
    package var estate: String
    /// `2026Q1`.
    package var quarter: String
    package var category: String
    /// Its name from the sorting; before that its category's.
    package var title: String
    package var text: String
    package var place: String
    /// `chat`, or the way by which it came to the desk, and its name: 幸福邮箱.
    package var channel: String
    package var channelName: String
    /// `collected`, `sorted`, `offered`, `assigned`, `claimed`, `under_way`, `done`, `declined`, `withdrawn`,
    /// `merged`.
    package var state: String
    package var owner: String
    /// The day; it is in time until its end.
    package var due: String
    /// Days since then; 0 where it is in time or over.
    package var overdueDays: Int
    package var mergedInto: String?
    package var result: String?
    /// How often it was wished for: it and those that were merged into it.
    package var wishes: Int
    /// Only where one need was asked for.
    package var history: [RegisterStep]?
    /// Its steps, those that were reached first.
    package var milestones: [ProjectStep]?
    /// How many want to hear of it besides those who have wished for it.
    package var followers: Int?

    package init(
        number: String, estate: String, quarter: String, category: String, title: String, text: String,
        place: String, channel: String, channelName: String, state: String, owner: String, due: String,
        overdueDays: Int, mergedInto: String? = nil, result: String? = nil, wishes: Int,
        history: [RegisterStep]? = nil
    ) {
        self.number = number
        self.estate = estate
        self.quarter = quarter
        self.category = category
        self.title = title
        self.text = text
        self.place = place
        self.channel = channel
        self.channelName = channelName
        self.state = state
        self.owner = owner
        self.due = due
        self.overdueDays = overdueDays
        self.mergedInto = mergedInto
        self.result = result
        self.wishes = wishes
        self.history = history
    }
}

/// A step of a project: the day that it is planned for and the one on which it was reached.
package struct ProjectStep: Codable, Sendable, Hashable {
    package var name: String
    package var due: String?
    package var reached: String?
    package var photo: String?

    package init(name: String, due: String? = nil, reached: String? = nil, photo: String? = nil) {
        self.name = name
        self.due = due
        self.reached = reached
        self.photo = photo
    }
}

/// Something that was done to a row of a register.
package struct RegisterStep: Codable, Sendable, Hashable {
    package var act: String
    package var actor: String
    package var at: String

    package init(act: String, actor: String, at: String) {
        self.act = act
        self.actor = actor
        self.at = at
    }
}

/// One act on a need. Which of the keys it takes hangs on the act: sort `title`; offer `due`; assign and
/// claim `by` and `due`; release and postpone `reason` and `due`; progress and finish `text`; decline
/// `reason`; merge `into`; plan `title` and `due`; reach `title` and perhaps `photo`.
package struct NeedAction: Codable, Sendable, Hashable {
    package var title: String?
    package var by: String?
    package var due: String?
    package var text: String?
    package var reason: String?
    package var into: String?
    /// The address of a picture.
    package var photo: String?

    package init(
        title: String? = nil, by: String? = nil, due: String? = nil, text: String? = nil,
        reason: String? = nil, into: String? = nil, photo: String? = nil
    ) {
        self.photo = photo
        self.title = title
        self.by = by
        self.due = due
        self.text = text
        self.reason = reason
        self.into = into
    }
}

/// Something of the list of service resources, or offered for it.
package struct Resource: Codable, Sendable, Hashable {
    /// `R-07`.
    package var number: String
    package var estate: String
    package var name: String
    package var provider: String
    /// The donor's own words; empty where the staff have entered it.
    package var text: String
    /// `proposed`, `listed`, `declined` or `removed`.
    package var state: String
    package var owner: String
    package var due: String
    package var overdueDays: Int
    package var donated: Bool
    package var place: String
    package var hours: String
    /// Of a donor who has agreed to it; missing for who may not know.
    package var partyMember: Bool?

    package init(
        number: String, estate: String, name: String, provider: String, text: String, state: String,
        owner: String, due: String, overdueDays: Int, donated: Bool, place: String = "", hours: String = ""
    ) {
        self.place = place
        self.hours = hours
        self.number = number
        self.estate = estate
        self.name = name
        self.provider = provider
        self.text = text
        self.state = state
        self.owner = owner
        self.due = due
        self.overdueDays = overdueDays
        self.donated = donated
    }
}

/// The name under which everybody reads it, and who provides it: 爱心商户 rather than a person.
package struct EnterResource: Codable, Sendable, Hashable {
    package var estate: String?
    package var name: String
    package var provider: String
    /// Where it is fetched and when, as residents read it.
    package var place: String?
    package var hours: String?

    package init(
        estate: String? = nil, name: String, provider: String, place: String? = nil, hours: String? = nil
    ) {
        self.place = place
        self.hours = hours
        self.estate = estate
        self.name = name
        self.provider = provider
    }
}

/// One row of any register: everything that stands there has an owner, a due time and a state.
package struct RegisterLine: Codable, Sendable, Hashable {
    package var number: String
    package var title: String
    package var owner: String
    package var due: String
    package var state: String
    package var overdueDays: Int

    package init(
        number: String, title: String, owner: String, due: String, state: String, overdueDays: Int
    ) {
        self.number = number
        self.title = title
        self.owner = owner
        self.due = due
        self.state = state
        self.overdueDays = overdueDays
    }
}

/// A matter that came by another way than a chat. Without a category its words are read; a wish goes into the
/// register of needs, all others become a ticket.
package struct AddIntake: Codable, Sendable, Hashable {
    package var estate: String?
    /// `desk`, `phone`, `mailbox`, `questionnaire`, `hotline` or `grid`.
    package var channel: String
    package var text: String
    package var category: String?
    package var place: String?
    /// Number, `channel:id` or name of a known resident, who is then told what happens.
    package var resident: String?

    package init(
        estate: String? = nil, channel: String, text: String, category: String? = nil, place: String? = nil,
        resident: String? = nil
    ) {
        self.estate = estate
        self.channel = channel
        self.text = text
        self.category = category
        self.place = place
        self.resident = resident
    }
}

/// What has become of it.
package struct IntakeAnswer: Codable, Sendable, Hashable {
    /// `N-08`, or a ticket's number.
    package var number: String
    /// `need` or `ticket`.
    package var kind: String
    package var category: String
    package var categoryName: String
    package var channel: String
    package var channelName: String

    package init(
        number: String, kind: String, category: String, categoryName: String, channel: String,
        channelName: String
    ) {
        self.number = number
        self.kind = kind
        self.category = category
        self.categoryName = categoryName
        self.channel = channel
        self.channelName = channelName
    }
}
