"""The ward's targets for 2026 as a reader of the ruined paper restores them; those that even a reader cannot are left out."""

TARGETS = {
    "1": (
        "Tổ chức đảng hoàn thành tốt nhiệm vụ đạt 90% trở lên, trong đó 20% hoàn thành xuất sắc nhiệm vụ; đảng viên "
        "hoàn thành tốt nhiệm vụ đạt 90% trở lên."
    ),
    "3": (
        "Thành lập 02 tổ chức đảng và kết nạp mới từ 04 đến 06 đảng viên trong doanh nghiệp ngoài nhà nước, hợp tác xã, "
        "đơn vị sự nghiệp ngoài công lập trở lên."
    ),
    "4": "Triển khai thí điểm xây dựng mô hình “Tổ dân phố Xã hội chủ nghĩa”, “Trường học xã hội chủ nghĩa” theo chỉ đạo của Thành phố.",
    "5": (
        "100% các đảng bộ, chi bộ xây dựng chương trình, kế hoạch kiểm tra, giám sát và triển khai thực hiện nhiệm vụ "
        "kiểm tra, giám sát năm 2026."
    ),
    "6": (
        "Thực hiện từ 4 - 5 cuộc kiểm tra, giám sát theo chương trình đối với 20 - 25 tổ chức đảng trực thuộc Đảng ủy "
        "phường và đảng viên là người đứng đầu cấp ủy, tổ chức đảng, địa phương, đơn vị; 100% đơn thư tố cáo, khiếu nại "
        "kỷ luật liên quan đến tổ chức đảng, đảng viên được xem xét, giải quyết theo quy định."
    ),
    "7": (
        "Lãnh đạo, chỉ đạo tổ chức thành công cuộc bầu cử đại biểu Quốc hội khóa XVI và đại biểu HĐND các cấp nhiệm kỳ "
        "2026 - 2031, bảo đảm dân chủ, đúng pháp luật, an toàn, tiết kiệm."
    ),
    "8": (
        "Tổ chức Hội nghị tiếp xúc, đối thoại trực tiếp giữa Bí thư Đảng ủy, Chủ tịch UBND phường với Nhân dân và 100% "
        "các kiến nghị của Nhân dân được giải quyết hiệu quả theo thẩm quyền."
    ),
    "9": (
        "100% tổ chức chính trị - xã hội có công trình, phần việc cụ thể tham gia phát triển kinh tế, xây dựng đô thị "
        "văn minh, bảo vệ môi trường, giữ gìn an ninh trật tự, đảm bảo an sinh xã hội."
    ),
    "11": "Thu ngân sách nhà nước trên địa bàn tăng từ 10% trở lên so với dự toán thành phố giao.",
    "12": (
        "Tổng giá trị sản phẩm trên địa bàn tăng từ 15-17% trở lên so với thực hiện năm 2025; trong đó tập trung cao "
        "phát triển khu vực thương mại, dịch vụ và du lịch tăng trưởng vượt bậc, đến năm 2030 chiếm tỷ trọng chủ yếu "
        "trong cơ cấu kinh tế."
    ),
    "13": (
        "Chủ động chuẩn bị hồ sơ, danh mục đề xuất để được thành phố ưu tiên đầu tư từ nguồn ngân sách cho giai đoạn "
        "2026 - 2030 phục vụ thực hiện các dự án về cơ sở hạ tầng kỹ thuật và xã hội. Tỷ lệ giải ngân vốn đầu tư công "
        "phường đạt tối thiểu 95%."
    ),
    "14": (
        "Số doanh nghiệp đang hoạt động trên địa bàn tăng mới ít nhất 100 doanh nghiệp trở lên; chuyển đổi ít nhất 30 "
        "hộ kinh doanh thành doanh nghiệp; thúc đẩy hoạt động đổi mới sáng tạo trong doanh nghiệp."
    ),
    "15": "Thu nhập bình quân đầu người trên địa bàn tăng từ 12% trở lên so với năm 2025 (theo thống kê thành phố).",
    "16": "Không phát sinh hộ nghèo theo chuẩn giai đoạn mới; hộ cận nghèo giảm 10%.",
    "18": "Phấn đấu lắp đặt 100 cột điện chiếu sáng sử dụng năng lượng mặt trời.",
    "19": "Tỷ lệ gia đình được công nhận gia đình văn hóa đạt từ 95%.",
    "20": "Tỷ lệ tổ dân phố đạt tổ dân phố văn hóa đạt từ 95%.",
    "22": "Tỷ lệ dân số tham gia bảo hiểm y tế: 96%.",
    "23": "Tỷ lệ người tham gia bảo hiểm xã hội đạt trên 55% lực lượng lao động trong độ tuổi.",
    "24": "Duy trì các trạm y tế trên địa bàn phường đạt chuẩn Quốc gia theo Bộ tiêu chí Quốc gia về y tế xã, phường.",
    "25": "Hoàn thành ít nhất 02 tiêu chí quy định phường đạt chuẩn đô thị văn minh của Trung ương.",
    "26": "Tỷ lệ thu gom chất thải rắn sinh hoạt đạt 100%.",
    "28": (
        "Tỷ lệ giải quyết thủ tục hành chính đúng hạn đạt 95%; tỷ lệ hồ sơ trực tuyến đạt 98% đối với những hồ sơ đủ "
        "điều kiện thực hiện trực tuyến."
    ),
    "30": (
        "Phấn đấu xây dựng phường đạt chuẩn tiếp cận pháp luật (theo Quyết định số 27/2025/QĐ-TTg ngày 04/8/2025 của "
        "Thủ tướng Chính phủ)."
    ),
    "31": "Chính quyền phường được công nhận đạt chuẩn “Chính quyền thân thiện”.",
    "32": "Hoàn thành 100% chỉ tiêu tuyển chọn và gọi công dân nhập ngũ và tham gia nghĩa vụ công an nhân dân.",
    "33": (
        "Hoàn thành xây dựng tiểu đội, trung đội dân quân thường trực ở phường được Bộ quốc phòng công nhận trọng điểm "
        "về quốc phòng, an ninh."
    ),
    "34": "Duy trì và nâng cao công tác phòng, chống ma túy trên địa bàn nhằm giữ vững kết quả phường không ma túy.",
    "35": (
        "Giữ vững an ninh chính trị, trật tự an toàn xã hội; tỷ lệ khám phá tội phạm 90% trở lên; Tỷ lệ khám phá tội "
        "phạm rất nghiêm trọng và đặc biệt nghiêm trọng đạt 95%."
    ),
}
