"""The one door: everything a user can do, for pages, command line, tests and notebooks alike."""

import os
from functools import cached_property
from pathlib import Path

from lib.desk.book.news import News
from lib.desk.book.overview import Overviews
from lib.desk.book.retention import Retention
from lib.desk.churn.alarms import Alarms
from lib.desk.churn.backtests import Backtests
from lib.desk.churn.followups import FollowUps
from lib.desk.churn.losses import Losses
from lib.desk.churn.renewals import Renewals
from lib.desk.churn.risk import Risks
from lib.desk.churn.term_risk import TermRisks
from lib.desk.churn.thresholds import Thresholds
from lib.desk.churn.watch import Watch
from lib.desk.clock import Clock, utc_now
from lib.desk.customer.accounts import Accounts
from lib.desk.customer.assess import Assessing
from lib.desk.customer.chains import ChainArea
from lib.desk.customer.filed import Filed
from lib.desk.customer.files import CustomerFiles
from lib.desk.customer.invalid import InvalidCustomers
from lib.desk.customer.journey import Journeys
from lib.desk.customer.people import People
from lib.desk.customer.plans import Plans
from lib.desk.customer.reviews import Reviews
from lib.desk.customer.templates import Templates
from lib.desk.data import Data
from lib.desk.doctor import Doctor
from lib.desk.intake.imports import Imports
from lib.desk.intake.matches import Matches
from lib.desk.intake.profiles import Profiles
from lib.desk.intake.remembered import Remembered
from lib.desk.intake.samples import Samples
from lib.desk.intake.vocabulary import Vocabularies
from lib.desk.need.breaks import BreakArea
from lib.desk.need.conflicts import ConflictArea
from lib.desk.need.demand_entries import DemandEntries
from lib.desk.need.demand_merging import DemandMerging
from lib.desk.need.demands import Demands
from lib.desk.need.gap import GapArea
from lib.desk.need.product import Products
from lib.desk.need.promises import Promises
from lib.desk.need.theme_views import ThemeViews
from lib.desk.need.themes import Themes
from lib.desk.notes import Notes
from lib.desk.quality import Quality
from lib.desk.reporting.actions import Actions
from lib.desk.reporting.month import Months
from lib.desk.reporting.published import PublishedReports
from lib.desk.reporting.report_beside import ReportsBeside
from lib.desk.reporting.report_comments import ReportComments
from lib.desk.reporting.report_layouts import ReportLayouts
from lib.desk.reporting.report_states import ReportStates
from lib.desk.reporting.report_texts import ReportTexts
from lib.desk.reporting.reports import Reports
from lib.desk.scores import Scores
from lib.desk.segmentation.comparing import Comparing
from lib.desk.segmentation.ideals import Ideals
from lib.desk.segmentation.segment_export import SegmentExport
from lib.desk.segmentation.segment_history import SegmentHistory
from lib.desk.segmentation.segments import ALL, Segments
from lib.desk.segmentation.suggesting import Suggesting
from lib.desk.segmentation.tagging import Taggings
from lib.desk.voice.interviews import Interviews
from lib.desk.voice.touchpoints import Touchpoints
from lib.store import opened
from lib.themes.engines import chosen

DEFAULT_WORKSPACE = "workspace"


class Desk:
    """A desk opened on a workspace. Each area is one module of `lib.desk`."""

    def __init__(
        self, workspace: Path, database_url: str | None = None, clock: Clock = utc_now
    ) -> None:
        """Open (and make, and migrate) the workspace; DeskError when that cannot be done."""
        self.clock = clock
        self.data = Data(opened(workspace, database_url))

    @classmethod
    def from_environment(cls, workspace: Path | None = None) -> "Desk":
        """Open the workspace named, else that of DESK_WORKSPACE, else `./workspace`."""
        folder = workspace or Path(os.environ.get("DESK_WORKSPACE") or DEFAULT_WORKSPACE)
        return cls(folder, os.environ.get("DATABASE_URL") or None)

    def warm(self) -> None:
        """Work out what the first visitor will ask for; nothing when nothing is loaded."""
        days = self.data.days()
        if days is not None:
            self.overviews.overview(ALL, days.newest)
            self.watch.board(ALL, days.as_of(days.newest), "en")

    def warm_past(self) -> None:
        """Work out what the signals page asks of the past, and themes, where that is soon done."""
        days = self.data.days()
        if days is None or not self.risk.is_small():
            return
        day = days.as_of(days.newest)
        self.themes.work_out(day)
        self.backtests.learnt(day)
        self.renewals.outlook(ALL, day, "en")
        self.alarms.alarms(day)

    @cached_property
    def imports(self) -> Imports:
        """Files in, batches, undo."""
        return Imports(self.data, Remembered(self.data, self.profiles), self.clock)

    @cached_property
    def samples(self) -> Samples:
        """The synthetic sample data."""
        return Samples(self.imports)

    @cached_property
    def segments(self) -> Segments:
        """Rules, members, segment views."""
        return Segments(self.data, self.clock, self.risk.scores)

    @cached_property
    def comparing(self) -> Comparing:
        """Segments beside the rest, beside one another, and what an average hides."""
        return Comparing(self.data, self.segments)

    @cached_property
    def ideals(self) -> Ideals:
        """Which customers are ideal, and what those who grew had in common."""
        return Ideals(self.data, self.segments, self.comparing)

    @cached_property
    def segment_history(self) -> SegmentHistory:
        """Members of segments over time, who entered, who left."""
        return SegmentHistory(self.data, self.segments)

    @cached_property
    def segment_export(self) -> SegmentExport:
        """Members of a segment as tables to take away."""
        return SegmentExport(self.data, self.segments)

    @cached_property
    def tagging(self) -> Taggings:
        """A tag put on many accounts at once."""
        return Taggings(self.data, self.vocabulary, self.clock)

    @cached_property
    def suggesting(self) -> Suggesting:
        """Suggested segments."""
        return Suggesting(self.data, self.segments, self.comparing, self.clock)

    @cached_property
    def notes(self) -> Notes:
        """Context notes."""
        return Notes(self.data, self.clock)

    @cached_property
    def watch(self) -> Watch:
        """The watch list and what was done about signals."""
        return Watch(self.data, self.segments, self.alarms, self.clock)

    @cached_property
    def alarms(self) -> Alarms:
        """Alarms over a year: how many, what each was worth."""
        return Alarms(self.data, self.segments, self.clock)

    @cached_property
    def follow_ups(self) -> FollowUps:
        """What somebody will do about an account, and until when."""
        return FollowUps(self.data, self.clock)

    @cached_property
    def renewals(self) -> Renewals:
        """Terms that end soon, and how terms like them ended before."""
        return Renewals(self.data, self.segments, TermRisks(self.data, self.risk).of)

    @cached_property
    def losses(self) -> Losses:
        """Customers that left, and what was learnt from it."""
        return Losses(self.data, self.segments, self.accounts, self.clock)

    @cached_property
    def themes(self) -> Themes:
        """What customers' texts are about, and the list of themes."""
        return Themes(self.data, self.clock, chosen(os.environ.get("DESK_THEME_ENGINE")))

    @cached_property
    def theme_views(self) -> ThemeViews:
        """Themes by customers, segment and month, and what is said of them."""
        return ThemeViews(self.data, self.segments, self.themes)

    @cached_property
    def thresholds(self) -> Thresholds:
        """What signals are judged by, and changing it."""
        return Thresholds(self.data, self.clock)

    @cached_property
    def accounts(self) -> Accounts:
        """One account as a whole."""
        return Accounts(self.data, self.watch, self.notes)

    @cached_property
    def retention(self) -> Retention:
        """NRR, GRR and logo churn: what they stand on, month by month, by cohort."""
        return Retention(self.data, self.segments)

    @cached_property
    def overviews(self) -> Overviews:
        """Headline figures, changes, renewals."""
        return Overviews(self.data, self.segments, self.follow_ups)

    @cached_property
    def chains(self) -> ChainArea:
        """Customer stars and black holes."""
        return ChainArea(self.data, self.segments)

    @cached_property
    def news(self) -> News:
        """What changed in a period, and why."""
        return News(self.data, self.segments)

    @cached_property
    def quality(self) -> Quality:
        """Contradictions and gaps in the data."""
        return Quality(self.data)

    @cached_property
    def scores(self) -> Scores:
        """One line of scores an account, for programs."""
        return Scores(self.data, self.segments, self.risk, self.journeys)

    @cached_property
    def backtests(self) -> Backtests:
        """What past days teach about signals and risk."""
        return Backtests(self.data)

    @cached_property
    def risk(self) -> Risks:
        """The combined risk of accounts."""
        return Risks(self.data, self.backtests)

    @cached_property
    def assessing(self) -> Assessing:
        """Maturity and motivation entered in the app."""
        return Assessing(self.data, self.clock)

    @cached_property
    def people(self) -> People:
        """The people at customers: roles, who was heard, what hangs on whom."""
        return People(self.data, self.segments, self.clock)

    @cached_property
    def interviews(self) -> Interviews:
        """Sampling plans, the question guide, conversations, and what was said."""
        return Interviews(self.data, self.segments, self.people, self.clock, self.themes)

    @cached_property
    def files(self) -> CustomerFiles:
        """How complete the customer files are."""
        return CustomerFiles(self.data, self.segments, self.clock)

    @cached_property
    def filed(self) -> Filed:
        """Who filled which field when, and filling one."""
        return Filed(self.data, self.files, self.clock)

    @cached_property
    def templates(self) -> Templates:
        """The template of the customer file and its versions."""
        return Templates(self.data, self.clock)

    @cached_property
    def plans(self) -> Plans:
        """The completion plan: who gets which missing field, how and by when."""
        return Plans(self.data, self.files, self.filed, self.clock)

    @cached_property
    def invalid(self) -> InvalidCustomers:
        """Accounts that are no customers at all, and the way back."""
        return InvalidCustomers(self.data, self.clock)

    @cached_property
    def journeys(self) -> Journeys:
        """Journey stages and movements between months."""
        return Journeys(self.data, self.segments)

    @cached_property
    def demands(self) -> Demands:
        """What customers want: the register of demands."""
        return Demands(self.data, self.segments, self.clock, self.themes)

    @cached_property
    def demand_entries(self) -> DemandEntries:
        """What people enter about demands."""
        return DemandEntries(self.data, self.clock)

    @cached_property
    def demand_merging(self) -> DemandMerging:
        """Demands that are one wish: proposals, merges, undo."""
        return DemandMerging(self.data, self.demands, self.clock)

    @cached_property
    def conflicts(self) -> ConflictArea:
        """Themes that divide the people of a customer."""
        return ConflictArea(self.data, self.segments, self.demands)

    @cached_property
    def product(self) -> Products:
        """The map of the product: features, themes, plans, boundary."""
        return Products(self.data, self.demands, self.clock)

    @cached_property
    def breaks(self) -> BreakArea:
        """Wishes before and after payment, and promises."""
        told = Promises(self.data, self.segments, self.product, self.themes, self.clock)
        return BreakArea(self.data, self.segments, self.demands, told)

    @cached_property
    def gap(self) -> GapArea:
        """Wanted against bought and used; who was not heard; next needs."""
        return GapArea(self.data, self.segments, self.demands, self.product)

    @cached_property
    def touchpoints(self) -> Touchpoints:
        """Where teams meet customers: blank, duplicate, contradictory points; walk-throughs."""
        return Touchpoints(self.data, self.segments, self.journeys, self.clock)

    @cached_property
    def profiles(self) -> Profiles:
        """Remembered mappings of files."""
        return Profiles(self.data, self.clock)

    @cached_property
    def matches(self) -> Matches:
        """Who is who: pairs to review, decisions, undo."""
        return Matches(self.data, self.clock)

    @cached_property
    def vocabulary(self) -> Vocabularies:
        """What values stand in each field, and what they mean."""
        return Vocabularies(self.data, self.clock)

    @cached_property
    def reports(self) -> Reports:
        """Draft, edit, export segment reports."""
        return Reports(self)

    @cached_property
    def report_states(self) -> ReportStates:
        """Draft, in review, published; corrections."""
        return ReportStates(self)

    @cached_property
    def report_comments(self) -> ReportComments:
        """Comments on sections of reports."""
        return ReportComments(self)

    @cached_property
    def report_layouts(self) -> ReportLayouts:
        """How reports are laid out; the company's Word template."""
        return ReportLayouts(self)

    @cached_property
    def published(self) -> PublishedReports:
        """Published reports: frozen, downloadable, verifiable."""
        return PublishedReports(self)

    @cached_property
    def actions(self) -> Actions:
        """Actions of reports: owner, day, what became of them."""
        return Actions(self)

    @cached_property
    def month(self) -> Months:
        """The steps of the month, ticks, the working procedure."""
        return Months(self)

    @cached_property
    def reports_beside(self) -> ReportsBeside:
        """A report beside that of the period before; its register as a table."""
        return ReportsBeside(self)

    @cached_property
    def report_texts(self) -> ReportTexts:
        """Texts that people write into reports: versions, confirming, going back."""
        return ReportTexts(self)

    @cached_property
    def reviews(self) -> Reviews:
        """Business reviews of one account."""
        return Reviews(self)

    @cached_property
    def doctor(self) -> Doctor:
        """Consistency checks of the workspace."""
        return Doctor(self.data)
