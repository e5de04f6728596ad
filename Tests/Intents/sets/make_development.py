#!/usr/bin/env python3
"""Writes development.jsonl beside itself: labelled messages to develop the understanding on.

Two kinds of lines, told apart by "family": `hand` are sentences written one by one (hand.jsonl); all others
are said by a family of hand-written pieces below, so they are many but less varied than people are. A family
stands on one side only: nothing here is an example in Intents/, and heldout.jsonl shares no family with it.

    python3 Tests/Intents/sets/make_development.py
"""
import itertools
import json
import os
import random

HERE = os.path.dirname(os.path.abspath(__file__))
NOW = "2026-03-18T10:00:00+08:00"
PLACES = [("", {}), ("6栋2单元", {"building": "6", "unit": "2"}), ("11-2-704 ", {"building": "11", "unit": "2", "room": "704"}),
          ("八号楼", {"building": "8"}), ("15幢1102", {"building": "15", "room": "1102"})]

# intent, category, urgency, places?, openings, middles, ends
FAMILIES = [
    ("report_repair", "water.leak", "P1", True, ["卫生间", "厨房", "阳台", "洗手台底下"],
     ["一直往外渗水", "漏水漏了一地", "在滴水接了半桶"], ["", "师傅来看看", "麻烦尽快"]),
    ("report_repair", "water.drain_blocked", "P1", True, ["马桶", "地漏", "洗菜池下水", "淋浴房下水"],
     ["堵得死死的", "堵住了往上返水", "不通水漫出来"], ["", "帮忙通一下", "急死了"]),
    ("report_repair", "water.outage", "P1", True, ["家里", "我们这层", "整个单元"],
     ["一滴水都没有", "突然停水", "没水了"], ["怎么回事", "多会儿来人", ""]),
    ("report_repair", "water.low_pressure", "P2", True, ["水龙头", "花洒", "自来水"],
     ["水压太小", "水压不够", "出水细得可怜"], ["洗澡都洗不成", "", "能调一下吗"]),
    ("report_repair", "power.outage_unit", "P1", True, ["我家", "屋里", "家里"],
     ["跳闸了推不上", "老是跳闸", "没电了别家都有"], ["", "来个电工", "冰箱要化了"]),
    ("report_repair", "power.public_lighting", "P2", True, ["楼道灯", "走廊的灯", "单元门口路灯", "车库的灯"],
     ["不亮了", "坏了", "一闪一闪的"], ["", "黑得看不见路", "好几天了"]),
    ("report_repair", "lift.fault", "P1", True, ["电梯", "左边那部电梯", "货梯"],
     ["又坏了", "停了不动", "按了没反应"], ["", "老人下不来", "快派人修"]),
    ("report_repair", "lift.noise", "P1", True, ["电梯", "电梯运行时", "坐电梯"],
     ["哐当哐当响", "抖得厉害", "嘎吱嘎吱的响"], ["", "吓人", "检查一下吧"]),
    ("report_repair", "access.card", "P2", True, ["门禁卡", "刷脸", "门禁"],
     ["刷不开", "识别不了", "失灵了"], ["", "进不去门", "在门口站半天"]),
    ("report_repair", "access.door", "P2", True, ["单元门", "楼下大门", "玻璃门"],
     ["关不上", "锁坏了", "门把手掉了"], ["", "谁都能进", "来修修"]),
    ("report_repair", "access.intercom", "P2", True, ["对讲机", "可视门铃", "对讲"],
     ["没声音", "按了不响", "没画面"], ["", "快递找不到我", "能修吗"]),
    ("report_repair", "parking.gate", "P1", False, ["道闸", "车库出口的栏杆", "门口抬杆"],
     ["抬不起来", "识别不了车牌", "坏了不动"], ["", "后面堵一串", "快来人"]),
    ("report_repair", "building.window", "P1", True, ["楼梯间窗户", "走廊玻璃", "公共窗扇"],
     ["碎了", "关不上了", "玻璃裂了"], ["", "怕掉下去", "风直往里灌"]),
    ("report_repair", "building.playground", "P1", False, ["健身器材", "滑梯", "秋千"],
     ["坏了", "松动了", "裂开了"], ["", "孩子玩着危险", "修一下吧"]),
    ("report_repair", "building.wall_seepage", "P2", True, ["卧室的墙", "靠窗那面墙", "墙角"],
     ["发霉了", "渗水起皮", "返潮长毛"], ["", "一下雨更厉害", "怎么处理"]),
    ("report_hazard", "fire.lane_blocked", "P1", False, ["消防通道", "消防车道"],
     ["停满了车", "被占了", "让私家车堵了"], ["", "出事怎么办", "赶紧清一清"]),
    ("report_hazard", "fire.corridor_clutter", "P1", True, ["楼道", "楼梯间", "过道"],
     ["堆满纸箱", "堆了一堆杂物", "放了旧家具"], ["", "万一着火跑不掉", "没人管"]),
    ("report_hazard", "throwing.littering", "P1", True, ["楼上", "高层有人", "不知道谁"],
     ["往下扔烟头", "往楼下扔垃圾", "从窗户扔瓶子"], ["", "差点砸到我", "太危险"]),
    ("report_hazard", "ebike.in_lift", "P1", True, ["有人", "外卖员", "邻居"],
     ["推电动车进电梯", "把电瓶车推上楼"], ["", "天天这样", "管一管"]),
    ("report_hazard", "ebike.flying_wire", "P1", True, ["一楼住户", "楼上有人", "隔壁"],
     ["飞线给电动车充电", "从窗户拉线充电"], ["", "下雨多危险", "快制止"]),
    ("report_hazard", "building.exterior_wall", "P1", True, ["外墙瓷砖", "外墙皮", "墙砖"],
     ["松动了", "脱落了一块", "鼓起来要掉"], ["", "赶紧看看", "很危险"]),
    ("report_hazard", "illegal.renovation", "P1", True, ["邻居装修", "楼下", "隔壁"],
     ["砸承重墙", "在拆承重墙"], ["", "会不会塌", "快去看看"]),
    ("report_hazard", "security.suspicious", "P1", True, ["有个陌生人", "一个生面孔", "有个可疑的人"],
     ["在楼道转悠", "在撬门", "挨家拉门把手"], ["", "赶紧来保安", "害怕"]),
    ("complain", "noise.neighbor", "P2", True, ["楼上", "隔壁邻居", "楼下那家"],
     ["半夜吵得睡不着", "天天打麻将到半夜", "小孩跑跳咚咚响"], ["", "能不能管管", "忍不了了"]),
    ("complain", "noise.renovation", "P2", True, ["楼上装修", "隔壁装修", "装修的"],
     ["中午还在打钻", "周末一大早敲墙"], ["", "没法休息", "你们管不管"]),
    ("complain", "noise.square_dance", "P2", False, ["广场舞", "跳广场舞的"],
     ["音响太吵", "吵到晚上十点"], ["", "孩子没法写作业", "受不了"]),
    ("complain", "clean.garbage", "P2", True, ["楼下垃圾桶", "垃圾亭", "垃圾"],
     ["满了没人收", "堆了三天没清"], ["", "臭死了", "苍蝇乱飞"]),
    ("complain", "parking.occupied", "P2", False, ["我的车位", "我租的车位"],
     ["又被别人占了", "停了别人的车"], ["", "打电话也不接", "天天这样"]),
    ("complain", "service.attitude", "P2", False, ["保安", "前台", "物业的人"],
     ["态度恶劣", "说话不耐烦", "爱理不理"], ["", "我要投诉", "什么素质"]),
    ("complain", "service.response", "P2", False, ["报了好几次", "打了十几个电话", "反映半个月"],
     ["都没人管", "没人处理"], ["", "物业是干什么的", "太不像话"]),
    ("complain", "neighbor.pet", "P2", False, ["有人遛狗", "邻居遛大狗"],
     ["不牵绳", "不拴绳还吓孩子"], ["", "管管吧", "出事谁负责"]),
    ("suggest_need", "facility.locker", "P3", False, ["建议", "希望", "能不能"],
     ["在北门装个快递柜", "放个快递柜"], ["", "方便大家", "谢谢"]),
    ("suggest_need", "parking.shortage", "P3", False, ["车位太少", "停车太难了"],
     ["能不能多划几个车位", "建议增加停车位"], ["", "拜托了"]),
    ("suggest_need", "ebike.parking", "P3", False, ["建议", "希望", "能不能"],
     ["建个电动车棚", "多装几个充电口"], ["", "没地方充电"]),
    ("order_service", "care.meal", "none", False, ["给我妈", "帮我爷爷", "给独居的外婆"],
     ["订份午饭", "送午餐", "订老人餐"], ["", "少盐", "送到家"]),
    ("order_service", "resource.borrow", "none", False, ["想", "能不能", "我要"],
     ["借个轮椅", "借梯子用一下", "借会议室"], ["", "用完就还"]),
    ("order_service", "home.paid_service", "P2", False, ["想请人", "能不能找师傅"],
     ["上门换锁", "装个灯", "安装窗帘"], ["", "收费多少"]),
    ("activity_signup", None, "none", False, ["我想", "帮我", "我要"],
     ["报名周末的义诊", "参加亲子活动", "报名书法班", "加入志愿者"], ["", "还有名额吗", "谢谢"]),
    ("query_status", None, "none", False, ["我报的水管", "上次反映的路灯", "我的投诉", "之前报的门禁"],
     ["处理得怎么样了", "修到哪一步了", "有结果了吗"], ["", "问一下"]),
    ("urge", None, "P2", False, ["都三天了", "等了一上午了", "报了一个星期了"],
     ["怎么还没人来", "还不来修", "能不能快点"], ["", "催一下", "急"]),
    ("rate_feedback", None, "none", False, ["师傅", "昨天来的师傅", "维修小哥"],
     ["修得很好", "态度特别好", "很专业"], ["", "满意", "给好评"]),
    ("rate_feedback", None, "none", False, ["说是修好了", "写着已办结"],
     ["根本没人来", "还是漏", "其实还是坏的"], ["", "不满意"]),
    ("cancel", None, "none", False, ["取消", "撤销", "帮我撤掉"],
     ["我的报修", "刚才那个单子", "接访预约", "活动报名"], ["", "不用了", "谢谢"]),
    ("points_query", None, "none", False, ["帮我看下", "我想查", "查一下"],
     ["我还有多少积分", "积分余额", "积分明细"], ["", "谢谢"]),
    ("points_query", None, "none", False, ["参加义诊", "扫一次楼道", "巡逻一晚"],
     ["能加几分", "给多少积分"], ["", "请问"]),
    ("points_claim", None, "none", False, ["今天", "昨天上午", "刚才"],
     ["扫了楼道", "参加了志愿服务", "清理了小广告"], ["申报积分", "给我加分", "帮忙登记一下分"]),
    ("redeem", None, "none", False, ["我要", "帮我", "用积分"],
     ["换一袋大米", "兑两提抽纸", "换瓶洗衣液"], ["", "谢谢", "可以吗"]),
    ("reception_book", None, "none", False, ["我想", "帮我", "麻烦"],
     ["预约下周的接访", "约书记谈谈停车的事", "报名接待日"], ["", "谢谢", "上午最好"]),
    ("vote", None, "none", False, ["换电梯的表决", "换物业投票", "业主大会投票"],
     ["我投同意", "在哪投", "结果出来了吗"], ["", "谢谢"]),
    ("disclosure_query", None, "none", False, ["小区", "我们小区", "去年"],
     ["公共收益用哪了", "维修资金还剩多少", "电梯广告费收入多少"], ["", "公示一下", "想看明细"]),
    ("info_query", None, "none", False, ["请问", "想问下", "打听一下"],
     ["物业几点下班", "门禁卡在哪补办", "装修要什么手续", "停车月卡多少钱"], ["", "谢谢"]),
    ("human_handoff", None, "none", False, ["我要", "给我", "麻烦"],
     ["转人工", "找个真人", "接人工客服"], ["", "机器人说不清", "快点"]),
    ("privacy_request", None, "none", False, ["请", "麻烦", "我要求"],
     ["删除我的个人信息", "把我的手机号改一下", "不要公开我的名字"], ["", "谢谢", "尽快处理"]),
    ("greet_help", None, "none", False, ["你好", "您好", "哈喽"],
     ["在吗", "请问你能做什么", "这个怎么用"], ["", "呀", "第一次用"]),
    # Out of scope: near misses first.
    ("out_of_scope", "other_domain", "none", False, ["我公司", "我们单位", "我朋友家小区", "学校宿舍"],
     ["电梯坏了", "停水了", "路灯不亮", "门禁卡丢了", "空调不制冷"], ["找谁", "怎么办"]),
    ("out_of_scope", "other_domain", "none", False, ["信用卡", "航空公司", "超市会员", "话费", "支付宝"],
     ["积分怎么换礼品", "积分还有多少", "积分什么时候过期"], ["", "帮我查下"]),
    ("out_of_scope", "other_domain", "none", False, ["帮我", "怎么"],
     ["取消外卖订单", "取消酒店预订", "退高铁票", "催一下淘宝发货", "投诉快递公司"], ["", "急"]),
    ("out_of_scope", "other_domain", "none", False, ["我的手机", "我的电脑", "我的车"],
     ["坏了哪里修", "没声音了", "充不上电"], ["", "怎么弄"]),
    ("out_of_scope", "other_domain", "none", False, ["明天", "这周末", "后天"],
     ["天气怎么样", "去北京的火车几点", "有什么电影"], ["", "查一下"]),
    ("out_of_scope", "spam", "none", False, ["专业", "低价", "本地"],
     ["疏通下水道", "开锁换锁", "回收旧家电", "办理贷款"], ["加微信", "电话联系", "随叫随到"]),
    ("out_of_scope", "spam", "none", False, ["出租", "出售", "转让"],
     ["两室一厅", "二手电动车", "车位一个"], ["有意私聊", "价格面议"]),
    ("out_of_scope", "chitchat", "none", False, ["今天", "昨晚", "最近"],
     ["加班累死了", "看球赛到半夜", "心情真不错", "吃火锅吃撑了"], ["", "哈哈", "唉"]),
    ("out_of_scope", "misdirected", "none", False, ["老公", "妈", "老婆", "儿子"],
     ["晚上几点回来", "记得买菜", "我到家了"], ["", "啊", "哈"]),
    ("out_of_scope", "abuse", "none", False, ["你们这群", "一帮"], ["废物", "白痴", "骗子"], ["", "滚蛋"]),
]


def said():
    for number, (intent, label, urgency, placed, *pieces) in enumerate(FAMILIES):
        places = PLACES if placed else PLACES[:1]
        lines = []
        for (place, slots), parts in itertools.product(places, itertools.product(*pieces)):
            line = {"text": place + "".join(parts[:2]) + (" " + parts[2] if parts[2] else ""), "intent": intent}
            line["subtype" if intent == "out_of_scope" else "category"] = label
            line.update(urgency=urgency, now=NOW, family=f"{intent}-{number}")
            if slots:
                line["slots"] = slots
            lines.append({key: value for key, value in line.items() if value is not None})
        random.Random(number).shuffle(lines)
        yield from lines[:90]


def main():
    lines = list(said())
    with open(os.path.join(HERE, "hand.jsonl"), encoding="utf-8") as file:
        lines += [dict(json.loads(line), family="hand") for line in file]
    with open(os.path.join(HERE, "development.jsonl"), "w", encoding="utf-8") as file:
        for line in lines:
            file.write(json.dumps(line, ensure_ascii=False) + "\n")
    print(len(lines), "messages,", len({line["family"] for line in lines}), "families")


if __name__ == "__main__":
    main()
