"""Two invented plans on different topics, and the world built of them: what the language floor is tried on.

A province's health plan with Roman sections, and a commune's plan for its villages with plain numbers. No place,
office or figure in them is real.
"""

from __future__ import annotations

from datetime import UTC, date, datetime
from functools import cache

from bot.world import build_world
from knowledge.plan import (
    AfterEvent,
    ByDate,
    ByReference,
    Comparator,
    Duty,
    DutyRole,
    Every,
    OnDemand,
    Plan,
    PlanHead,
    PlanTask,
    Recurring,
    Section,
    Standing,
    Target,
    Unit,
    Within,
)
from nlu.world import World

TODAY = date(2025, 5, 12)  # a Monday
AT = datetime(2025, 5, 12, 2, 0, tzinfo=UTC)
YEAR = Within(start=date(2025, 1, 1), end=date(2025, 12, 31))

HEALTH = Plan(
    slug="phu-ngan",
    head=PlanHead(
        title="Kế hoạch chăm sóc sức khỏe nhân dân năm 2025",
        number="45/KH-UBND",
        issuer="UBND tỉnh Phú Ngàn",
        signed_on=date(2025, 1, 20),
        signer="Lò Thị Mẫu",
        signer_title="Phó Chủ tịch",
        year=2025,
        parent_documents=("Nghị quyết số 20-NQ/TW ngày 25/10/2017",),
    ),
    sections=(
        Section(key="I", title="Phòng bệnh"),
        Section(key="II", title="An toàn thực phẩm"),
        Section(key="III", title="Dân số và trẻ em"),
        Section(key="CT", title="Chỉ tiêu"),
    ),
    tasks=(
        PlanTask(
            key="I.1",
            section_key="I",
            text="Tổ chức tiêm chủng mở rộng cho trẻ em dưới 5 tuổi tại trạm y tế",
            goal="Trên 95% trẻ được tiêm đủ mũi",
            product="Báo cáo kết quả tiêm chủng",
            leads=("Sở Y tế",),
            supports=("Sở Giáo dục và Đào tạo", "UBND cấp xã"),
            time="Trước ngày 30/6/2025",
            deadlines=(ByDate(due=date(2025, 6, 30), exclusive=True),),
            legal_basis="Nghị định số 104/2016/NĐ-CP",
        ),
        PlanTask(
            key="I.2",
            section_key="I",
            text="Phun hóa chất diệt muỗi phòng sốt xuất huyết tại các ổ dịch",
            product="Biên bản xử lý ổ dịch",
            leads=("Trung tâm Kiểm soát bệnh tật",),
            supports=("UBND cấp xã",),
            time="Khi phát hiện ổ dịch",
            deadlines=(OnDemand(),),
        ),
        PlanTask(
            key="I.3",
            section_key="I",
            text="Khám sức khỏe định kỳ cho học sinh tiểu học",
            goal="100% học sinh được khám",
            product="Hồ sơ sức khỏe học sinh",
            leads=("Sở Y tế", "Sở Giáo dục và Đào tạo"),
            supports=("Bảo hiểm xã hội tỉnh",),
            time="Quý III/2025",
            deadlines=(Within(start=date(2025, 7, 1), end=date(2025, 9, 30)),),
        ),
        PlanTask(
            key="I.4",
            section_key="I",
            text="Báo cáo tình hình dịch bệnh truyền nhiễm",
            product="Báo cáo",
            leads=("Trung tâm Kiểm soát bệnh tật",),
            time="Trước ngày 25 hằng tháng",
            deadlines=(Recurring(every=Every.MONTH, day=25, exclusive=True),),
        ),
        PlanTask(
            key="I.5",
            section_key="I",
            text="Mua sắm tủ lạnh bảo quản vắc xin cho các trạm y tế vùng sâu",
            product="Biên bản bàn giao",
            leads=("Sở Y tế",),
            supports=("Sở Tài chính",),
            time="Tháng 4/2025",
            deadlines=(Within(start=date(2025, 4, 1), end=date(2025, 4, 30)),),
        ),
        PlanTask(
            key="II.1",
            section_key="II",
            text="Thanh tra an toàn thực phẩm tại bếp ăn tập thể",
            product="Kết luận thanh tra",
            leads=("Sở Y tế",),
            supports=("Công an tỉnh", "Sở Công Thương"),
            time="Tháng 5 đến tháng 7/2025",
            deadlines=(Within(start=date(2025, 5, 1), end=date(2025, 7, 31)),),
        ),
        PlanTask(
            key="II.2",
            section_key="II",
            text="Lấy mẫu rau quả tại chợ để kiểm nghiệm dư lượng thuốc bảo vệ thực vật",
            goal="Tối thiểu 300 mẫu",
            product="Phiếu kết quả kiểm nghiệm",
            leads=("Sở Công Thương",),
            supports=("Sở Y tế",),
            time="Hằng quý",
            deadlines=(Recurring(every=Every.QUARTER),),
        ),
        PlanTask(
            key="II.3",
            section_key="II",
            text="Tập huấn kiến thức vệ sinh cho người bán thức ăn đường phố",
            leads=("Các sở, ban, ngành",),
            time="Thường xuyên",
            deadlines=(Standing(),),
        ),
        PlanTask(
            key="III.1",
            section_key="III",
            text="Sàng lọc trước sinh cho phụ nữ mang thai",
            goal="Ít nhất 70% thai phụ được sàng lọc",
            product="Danh sách thai phụ",
            leads=("Chi cục Dân số",),
            supports=("Hội Liên hiệp Phụ nữ tỉnh",),
            time="Năm 2025",
            deadlines=(YEAR,),
        ),
        PlanTask(
            key="III.2",
            section_key="III",
            text="Ban hành chính sách khuyến khích sinh đủ hai con",
            product="Nghị quyết của HĐND tỉnh",
            leads=("Sở Tư pháp",),
            supports=("Chi cục Dân số", "Sở Tài chính"),
            time="15 ngày làm việc sau khi có ý kiến của Bộ Y tế",
            deadlines=(AfterEvent(offset=15, unit=Unit.WORKING_DAY, event="có ý kiến của Bộ Y tế"),),
        ),
        PlanTask(
            key="III.3",
            section_key="III",
            text="Phát sữa học đường miễn phí cho trẻ mầm non",
            leads=("Sở Giáo dục và Đào tạo",),
            time="Theo Kế hoạch số 12/KH-UBND ngày 05/01/2025",
            deadlines=(ByReference(document="Kế hoạch số 12/KH-UBND ngày 05/01/2025"),),
        ),
        PlanTask(
            key="CT.1",
            section_key="CT",
            text="Tỷ lệ dân số tham gia bảo hiểm y tế",
            goal="Tối thiểu 93 %",
            leads=("Bảo hiểm xã hội tỉnh",),
            deadlines=(YEAR,),
        ),
        PlanTask(
            key="CT.2",
            section_key="CT",
            text="Tỷ lệ trẻ em dưới 5 tuổi suy dinh dưỡng",
            goal="Dưới 11 %",
            leads=("Sở Y tế",),
            deadlines=(YEAR,),
        ),
    ),
    targets=(
        Target(indicator="trẻ được tiêm đủ mũi", comparator=Comparator.MIN, value=95, where="I.1"),
        Target(indicator="học sinh được khám", comparator=Comparator.EXACT, value=100, where="I.3"),
        Target(
            indicator="mẫu rau quả được kiểm nghiệm", comparator=Comparator.MIN, value=300, unit="mẫu", where="II.2"
        ),
        Target(indicator="thai phụ được sàng lọc", comparator=Comparator.MIN, value=70, where="III.1"),
        Target(indicator="Tỷ lệ dân số tham gia bảo hiểm y tế", comparator=Comparator.MIN, value=93, where="CT.1"),
        Target(indicator="Tỷ lệ trẻ em dưới 5 tuổi suy dinh dưỡng", comparator=Comparator.MAX, value=11, where="CT.2"),
    ),
    duties=(
        Duty(
            unit="Sở Tài chính",
            text="bố trí kinh phí thực hiện kế hoạch, hướng dẫn thanh quyết toán",
            role=DutyRole.LEAD,
            where="IV.1",
        ),
        Duty(
            unit="Báo và Đài Phát thanh - Truyền hình tỉnh",
            text="tuyên truyền các biện pháp phòng bệnh trên sóng",
            where="IV.2",
        ),
        Duty(
            unit="Các đơn vị",
            text="có vướng mắc thì phản ánh về Sở Y tế để tổng hợp, báo cáo UBND tỉnh",
            where="IV.3",
        ),
    ),
)

VILLAGE = Plan(
    slug="tan-lung",
    head=PlanHead(
        title="Kế hoạch xây dựng nông thôn mới năm 2025",
        number="18/KH-UBND",
        issuer="UBND xã Tân Lũng",
        signed_on=date(2025, 2, 3),
        signer="Vàng A Thử",
        signer_title="Chủ tịch",
        year=2025,
    ),
    tasks=(
        PlanTask(
            key="1",
            text="Bê tông hóa đường liên thôn Bản Mạ đi Bản Cọ",
            goal="2,4 km đường bê tông",
            product="Biên bản nghiệm thu công trình",
            leads=("Công chức Địa chính - Xây dựng",),
            supports=("Trưởng thôn Bản Mạ", "Đoàn Thanh niên xã"),
            time="Chậm nhất ngày 31/8/2025",
            deadlines=(ByDate(due=date(2025, 8, 31)),),
        ),
        PlanTask(
            key="2",
            text="Thu gom rác thải sinh hoạt tại các thôn",
            goal="Trên 80% hộ gia đình được thu gom rác",
            leads=("Hội Phụ nữ xã",),
            supports=("Các thôn",),
            time="Thường xuyên",
            deadlines=(Standing(),),
        ),
        PlanTask(
            key="3",
            text="Trồng 5.000 cây xanh dọc tuyến đường liên thôn",
            product="Biên bản bàn giao cây",
            leads=("Đoàn Thanh niên xã",),
            supports=("Hội Cựu chiến binh xã",),
            time="Tháng 6/2025",
            deadlines=(Within(start=date(2025, 6, 1), end=date(2025, 6, 30)),),
        ),
        PlanTask(
            key="4",
            text="Rà soát hộ nghèo, hộ cận nghèo",
            product="Danh sách hộ nghèo được phê duyệt",
            leads=("Công chức Văn hóa - Xã hội",),
            supports=("Các thôn",),
            time="Tháng 10/2025",
            deadlines=(Within(start=date(2025, 10, 1), end=date(2025, 10, 31)),),
            legal_basis="Thông tư số 07/2021/TT-BLĐTBXH",
        ),
        PlanTask(
            key="5",
            text="Mở lớp dạy nghề chăn nuôi lợn cho lao động nông thôn",
            leads=("Công chức Văn hóa - Xã hội",),
            supports=("Hội Nông dân xã",),
            time="Quý II/2025",
            deadlines=(Within(start=date(2025, 4, 1), end=date(2025, 6, 30)),),
        ),
        PlanTask(
            key="6",
            text="Lắp đặt hệ thống camera an ninh tại trung tâm xã",
            product="12 mắt camera",
            leads=("Công an xã",),
            time="Trước ngày 15/5/2025",
            deadlines=(ByDate(due=date(2025, 5, 15), exclusive=True),),
        ),
        PlanTask(
            key="7",
            text="Sửa chữa đập thủy lợi Nậm Pha trước mùa lũ",
            leads=("Công chức Địa chính - Xây dựng",),
            supports=("Ban Chỉ huy quân sự xã",),
            time="Trước ngày 30/4/2025",
            deadlines=(ByDate(due=date(2025, 4, 30), exclusive=True),),
        ),
        PlanTask(
            key="8",
            text="Tổ chức hội thao các dân tộc trong xã",
            product="Kế hoạch và báo cáo tổng kết",
            leads=("Công chức Văn hóa - Xã hội",),
            supports=("Đoàn Thanh niên xã", "Hội Phụ nữ xã"),
            time="Tháng 9/2025",
            deadlines=(Within(start=date(2025, 9, 1), end=date(2025, 9, 30)),),
        ),
        PlanTask(
            key="9",
            text="Phát sách giáo khoa cho học sinh khó khăn đầu năm học",
            leads=("Hội Khuyến học xã",),
            time="Trước ngày 20/8/2025",
            deadlines=(ByDate(due=date(2025, 8, 20), exclusive=True),),
        ),
        PlanTask(
            key="10",
            text="Báo cáo tiến độ xây dựng nông thôn mới gửi UBND huyện",
            product="Báo cáo tiến độ",
            leads=("Công chức Văn phòng - Thống kê",),
            time="Ngày 20 của tháng cuối quý",
            deadlines=(Recurring(every=Every.QUARTER, day=20, month_of_quarter=3),),
        ),
        PlanTask(
            key="11",
            text="Hòa giải tranh chấp đất đai ở cơ sở",
            leads=("Công chức Tư pháp - Hộ tịch",),
            supports=("Các thôn",),
            time="Khi có đơn",
            deadlines=(OnDemand(),),
        ),
        PlanTask(
            key="12",
            text="Cấp nước sạch tập trung cho thôn Bản Cọ",
            goal="90% hộ có nước sạch",
            product="Công trình cấp nước",
            leads=("Công chức Địa chính - Xây dựng",),
            time="Quý IV/2025",
            deadlines=(Within(start=date(2025, 10, 1), end=date(2025, 12, 31)),),
        ),
    ),
    targets=(
        Target(indicator="hộ gia đình được thu gom rác", comparator=Comparator.MIN, value=80, where="2"),
        Target(indicator="hộ có nước sạch", comparator=Comparator.EXACT, value=90, where="12"),
    ),
    duties=(
        Duty(unit="Công chức Tài chính - Kế toán", text="lập dự toán kinh phí trình HĐND xã", where="III.1"),
        Duty(unit="Trưởng các thôn", text="vận động nhân dân đóng góp ngày công làm đường", where="III.2"),
    ),
)


@cache
def two_plans() -> World:
    """The world of both plans; made once, it is never changed."""
    return build_world((HEALTH, VILLAGE))


REPORTS = Plan(
    slug="y-te",
    head=PlanHead(title="Kế hoạch y tế học đường", issuer="Phòng Y tế huyện Mẫu Sơn", year=2025),
    tasks=(
        *(
            PlanTask(key=str(at), text=f"Báo cáo {about}", leads=("Phòng Y tế",), time=f"Trước ngày {at}/9/2025")
            for at, about in enumerate(
                ("cận thị học đường", "sâu răng", "tai nạn thương tích", "thuốc lá", "dinh dưỡng"), start=1
            )
        ),
        PlanTask(key="6", text="Phát thuốc tẩy giun", leads=("Trạm y tế",), time="Tháng 10"),
    ),
)
"""Tasks so alike that a short question cannot tell them apart."""
