"""The verbs that an order's work begins with, as one pattern for running text in any case of letters.

A verb that is as often part of a noun has in front of it what makes it one: 'công trình', 'bầu cử', 'Quỹ bảo vệ …'.
"""

from typing import Final

VERBS: Final = (
    r"chủ trì|(?<!sự )phối hợp|tham mưu|"
    r"(?<!các )(?<!, )tổ chức(?! ?[,;]| cá nhân| chính trị| xã hội| có liên quan| liên quan| thành viên)|"
    r"(?<!ban )quản lý(?! nhà nước)|chỉ đạo|triển khai|(?<![đĐ]ầu tư )(?<!dự án )xây dựng|thực hiện|theo dõi|đôn đốc|kiểm tra|"
    r"giám sát|hướng dẫn|rà soát|tổng hợp|báo cáo|đề xuất|nghiên cứu|tập trung|tiếp tục|tăng cường|đẩy mạnh|nâng cao|"
    r"hoàn thiện|hoàn thành|ban hành|(?<!công )(?<!chương )(?<!quá )(?<!quy )(?<!lộ )trình|bố trí|bảo đảm|đảm bảo|"
    r"tuyên truyền|phổ biến|quán triệt|cập nhật|công bố|công khai|thẩm định|thẩm tra|chuẩn bị|cung cấp|kết nối|"
    r"vận động|phát động|lồng ghép|bổ sung|cụ thể hoá|cụ thể hóa|(?<!bầu )(?<!ứng )cử|(?<!công )(?<!độc )(?<!dân )lập|"
    r"đánh giá|giải quyết|xử lý|khắc phục|phát huy|hỗ trợ|tạo điều kiện|căn cứ|đẩy nhanh|kịp thời|chủ động|khẩn trương|"
    r"làm đầu mối|đưa|mở|thành lập|kiện toàn|rút kinh nghiệm|bám sát|nắm|quan tâm|"
    r"lãnh đạo(?=, chỉ đạo| việc| công tác| thực hiện| triển khai| xây dựng| tổ chức| rà soát| ban hành| (?-i:[A-ZĐỦỘ]))|"
    r"thống kê|gửi|cài đặt|điều tra|khảo sát|tích cực|"
    r"chấp hành|duy trì|giúp|sớm|thường xuyên|phân công|tiến hành|phân bổ|kích hoạt|trực tiếp|huy động|tuân thủ|"
    r"nghiêm túc|có (?:kế hoạch|giải pháp|biện pháp|phương án|văn bản(?! (?:số|đề nghị)))|"
    r"thống nhất với(?! (?:đề nghị|đề xuất|nội dung|ý kiến|chủ trương|báo cáo|kết quả|kiến nghị))|"
    r"tham gia|giao trách nhiệm|phản ánh|ưu tiên|vận hành|đào tạo|bồi dưỡng|"
    r"tiếp thu|tiếp nhận|đăng tải|(?<!văn phòng )đăng ký|(?<!quyền )phê duyệt|thông báo|"
    r"thông tin(?= về| tới| đến| kịp)|làm việc|làm rõ|trả lời|sửa đổi|điều chỉnh|(?<!ban )điều hành|điều tiết|"
    r"kiểm soát|phòng ngừa|ngăn chặn|ứng dụng|khai thác(?= hiệu| dữ| và)|nâng cấp|mở rộng|đổi mới|cải tạo|cải thiện|"
    r"tạo lập|thu hút|thu hồi|tháo gỡ|chấn chỉnh|nhân rộng|biểu dương|khen thưởng|công nhận|cân đối|bàn giao|ký kết|"
    r"khởi công|giải ngân|phân tích|dự báo|cảnh báo|(?<!quỹ )bảo vệ|giữ vững|giữ gìn|tổng kết|sơ kết|"
    r"(?<!chánh )thanh tra|kê khai|lấy ý kiến|xin ý kiến|chuyển giao|kiên quyết|kiên trì|quyết liệt|vận dụng|lựa chọn|"
    r"niêm yết|số hóa|số hoá|kiểm kê|kiểm đếm|trang bị|xác định|tính toán|tôn vinh|trao đổi|giới thiệu|quảng bá|"
    r"(?<!trung tâm )xúc tiến|liên kết|chia sẻ|hoàn chỉnh|sắp xếp|tinh gọn|nghiệm thu|"
    r"tăng(?! trưởng)|giảm(?! nghèo)|tích hợp|điều động|tuyển dụng|tuyển chọn|thí điểm|áp dụng|chi trả|cấp(?= phép| phát| kinh phí| bù)|mua sắm|"
    r"thanh toán|quyết toán|lắp đặt|nạo vét|sửa chữa|di dời|sơ tán|tiêm(?= )|khám(?= )|xét duyệt|phát hành|in ấn|"
    r"gỡ bỏ|phát(?= bản tin| tin)|(?<!theo )(?<!các )định hướng|"
    r"đấu tranh|triệt phá|hoàn trả|nộp|truy quét|tuần tra|xử phạt|tạm dừng|đình chỉ|tự(?= tổ chức| kiểm tra| rà soát| đánh giá)|"
    r"xem xét|cho ý kiến|thúc đẩy|không để(?= )|siết chặt|rút ngắn|cắt giảm|chăm lo|xác minh|nhắc nhở|kêu gọi|khơi thông|"
    r"cơ cấu lại|tái cơ cấu|tu bổ|trùng tu|tôn tạo|phục hồi|khôi phục|gia cố|bảo tồn|dọn(?= )|vệ sinh(?= các| môi trường)|"
    r"trồng(?= )|tận dụng|khuyến khích|ngăn ngừa|"
    r"xóa bỏ|loại bỏ|hợp nhất|di chuyển|thu gom|giải tỏa|giải phóng mặt bằng|cưỡng chế|(?<!kế )hoàn tất|dừng|"
    r"biên soạn|tập huấn|diễn tập|trực(?= ban| 24)"
)
